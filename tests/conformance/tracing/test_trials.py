"""A line that is tagged matters, and one that does not is found."""

import pytest

from tallystick.conformance.faults.private_copy import source_of
from tallystick.conformance.faults.strength import sound_vectors
from tallystick.conformance.tracing.clauses import Place
from tallystick.conformance.tracing.links import REFERENCE, Kind
from tallystick.conformance.tracing.matrix import Lack, checkout_root, read_matrix
from tallystick.conformance.tracing.trials import Sight, sample_trials, try_line
from tallystick.conformance.vectors import find_vector


def place(module: str, code: str) -> Place:
    """The one line of a module of the reference that reads so."""
    lines = [line.strip() for line in source_of(module).splitlines()]
    assert lines.count(code) == 1
    return Place(f"{REFERENCE}/{module}.py", lines.index(code) + 1)


def test_without_a_sampled_line_a_linked_vector_fails() -> None:
    trials = list(sample_trials(read_matrix(checkout_root()), 10, seed=1))
    assert len({trial.clause for trial in trials}) == 10
    assert [trial for trial in trials if trial.sight is Sight.UNSEEN] == []
    assert sum(trial.sight is Sight.WRONG for trial in trials) >= 5


def test_the_same_seed_tries_the_same_lines() -> None:
    matrix = read_matrix(checkout_root())
    first, again, other = (
        [(trial.clause, trial.place) for trial in sample_trials(matrix, 3, seed)]
        for seed in (5, 5, 6)
    )
    assert first == again != other


@pytest.mark.parametrize(
    ("module", "code", "vector", "sight", "change"),
    [
        (
            "walk",
            "if progress.touched_orders >= budget:  # [MAT-023]",
            "mat-budget-next-crosses",
            Sight.WRONG,
            "if progress.touched_orders >= budget: return",
        ),
        # Without its statement there is no quotient; a mutant of it has another one.
        (
            "numbers",
            "quotient = -(-numerator // denominator)  # [NUM-021]",
            "num-round-up-for-the-payer",
            Sight.WRONG,
            "quotient = -(-numerator // denominator) -> quotient = ",
        ),
        (
            "operations",
            "listed = new_asset(asset, command.lot_atoms, command.fee_cap_atoms)  # [CMD-026]",
            "cmd-list-asset",
            Sight.NO_ANSWER,
            "listed = new_asset(",
        ),
        # Nothing is halted in that vector.
        (
            "admission",
            "if market.halted:  # [MAT-007]",
            "mat-budget-next-crosses",
            Sight.UNSEEN,
            "if market.halted: return",
        ),
    ],
)
def test_a_line_is_as_strong_as_its_vector(
    module: str, code: str, vector: str, sight: Sight, change: str
) -> None:
    trial = try_line("NUM-001", place(module, code), [find_vector(vector)])
    assert trial.sight is sight
    assert trial.change.startswith(change)
    assert trial.vector == ("" if sight is Sight.UNSEEN else vector)


def test_a_clause_is_exempt_from_trials_only_while_a_line_is_unseen() -> None:
    exempt = [row for row in read_matrix(checkout_root()).rows if Lack.TRIAL in row.exempt]
    assert exempt
    for row in exempt:
        linked = [vector for vector in sound_vectors() if row.clause.id in vector.clauses]
        trials = [try_line(row.clause.id, line, linked) for line in row.places[Kind.LINE]]
        assert Sight.UNSEEN in {trial.sight for trial in trials}, row.clause.id

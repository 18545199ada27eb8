"""The kit lets engines that can be restored go on from their own dumps (CNF-004, CNF-011)."""

from collections.abc import Sequence

import pytest

from tallystick.conformance.campaign import sequence, set_up_commands
from tallystick.conformance.engine import Engine, RestorableEngine
from tallystick.conformance.faults.faulty import find_fault, opener_of
from tallystick.conformance.runner import (
    COMMANDS_PER_RESTORATION,
    Limits,
    compare,
    is_restored_behind,
    shrink,
)
from tallystick.conformance.spec_files import load_preset, preset_names
from tallystick.conformance.targets import ReferenceEngine, open_engine
from tallystick.conformance.vectors import RESTORING, find_vector, run_vector
from tallystick.conformance.verdicts import Case, Finding, Verdict
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Outcome
from tallystick.reference.types.parameters import Parameters
from tests.engine_targets import targets_to_test

SEED = 1
SEQUENCES = 60
LIMITS = Limits(shrink_seconds=10)


class Mortal:
    """The reference, which counts how often a venue was restored, and may be told not to be."""

    def __init__(self, profile: Profile, parameters: Parameters) -> None:
        self.engine: Engine = ReferenceEngine(profile, parameters)

    def apply(self, command: Command) -> Outcome:
        """Execute one command."""
        return self.engine.apply(command)

    def dump(self) -> StateDump:
        """The whole state."""
        return self.engine.dump()

    def root(self) -> str:
        """The root of the state."""
        return self.engine.root()


class Counting(Mortal):
    """Can be restored, and counts it."""

    restorations = 0

    def restored(self, dump: StateDump) -> "Counting":
        """Another venue, as the dump says."""
        Counting.restorations += 1
        engine = Counting(dump.profile, dump.parameters)
        assert isinstance(self.engine, ReferenceEngine)
        engine.engine = self.engine.restored(dump)
        return engine


def case_of(index: int) -> Case:
    """A sequence of a campaign of spot books."""
    commands = sequence(SEED, Profile.SPOT_1, "minimal", index)
    return Case(Profile.SPOT_1, load_preset("minimal"), commands, {"sequence": str(index)})


def due(commands: Sequence[Command]) -> int:
    """Behind how many of these commands an engine is restored."""
    return sum(map(is_restored_behind, commands))


@pytest.mark.parametrize("target", targets_to_test())
def test_every_engine_of_the_project_can_be_restored(target: str) -> None:
    engine = open_engine(target, Profile.SPOT_1, load_preset("minimal"))
    assert isinstance(engine, RestorableEngine)
    assert engine.restored(engine.dump()).dump() == engine.dump()


def test_about_as_many_commands_are_followed_by_a_restoration_as_is_said() -> None:
    commands = [command for index in range(SEQUENCES) for command in case_of(index).commands]
    expected = len(commands) // COMMANDS_PER_RESTORATION
    assert expected // 2 < due(commands) < 2 * expected
    # Then none of them belongs to a set-up
    assert all(
        due(set_up_commands(profile, preset)) == 0
        for profile in Profile
        for preset in preset_names()
    )


def test_a_campaign_restores_behind_these_commands_and_finds_nothing() -> None:
    case = next(case for index in range(SEQUENCES) if due((case := case_of(index)).commands) > 1)
    Counting.restorations = 0
    assert compare(case, Counting, LIMITS) is None
    assert Counting.restorations == due(case.commands)
    # When dumps are asked only now and then, then restorations are as rare
    Counting.restorations = 0
    assert compare(case, Counting, LIMITS, commands_per_dump=len(case.commands)) is None
    assert Counting.restorations == due(case.commands[-1:])


def test_an_engine_that_cannot_be_restored_is_left_alone() -> None:
    assert not isinstance(Mortal(Profile.SPOT_1, load_preset("minimal")), RestorableEngine)
    assert compare(case_of(0), Mortal, LIMITS) is None
    assert run_vector(find_vector("sta-restored-fees"), Mortal, LIMITS) is None


@pytest.mark.parametrize("fault_id", ["x601", "x602", "x604"])
def test_a_campaign_finds_what_a_restoration_changes_and_its_trace_shows_it(fault_id: str) -> None:
    opener = opener_of(find_fault(fault_id))
    found: tuple[Case, Finding] | None = None
    for index in range(SEQUENCES):
        case = case_of(index)
        finding = compare(case, opener, LIMITS)
        if finding is not None:
            found = case, finding
            break
    assert found is not None
    assert (found[1].verdict, found[1].clauses) == (Verdict.DIVERGED, (RESTORING,))
    # When the case is made shorter, then it still shows the same
    shorter, finding = shrink(*found, opener, LIMITS)
    assert len(shorter.commands) < len(found[0].commands)
    again = compare(shorter, opener, LIMITS)
    assert again is not None
    assert (again.verdict, again.clauses) == (finding.verdict, finding.clauses)


def test_only_a_vector_of_the_clause_restores() -> None:
    for vector_id, expected in (("sta-restored-fees", 1), ("spt-fee-exempt", 0)):
        Counting.restorations = 0
        vector = find_vector(vector_id)
        assert (RESTORING in vector.clauses) == (expected == 1)
        assert run_vector(vector, Counting, LIMITS) is None
        assert Counting.restorations == expected

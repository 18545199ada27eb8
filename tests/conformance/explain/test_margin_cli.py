"""`tallystick explain margin`: every way it can end has its exit code and its words."""

import json
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import pytest
from attrs import evolve

from tallystick.conformance import targets
from tallystick.conformance.explain.margin_runs import (
    MarginStory,
    explain_margin,
    find_margin_case,
    valued_in,
)
from tallystick.conformance.explain.margin_text import margin_lines
from tallystick.conformance.margin.certificate_json import decode_certificate
from tallystick.conformance.runner import Limits
from tallystick.conformance.targets import TARGETS, ReferenceEngine
from tallystick.reference.types.certificate import Certificate
from tallystick.reference.types.commands import Batch, Command
from tallystick.reference.types.loan_events import InterestPaid
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Hours,
    LoanId,
    Milliseconds,
    Permille,
    PrincipalId,
)
from tests.conformance.cli.calling import call
from tests.conformance.explain.margin_cases import margin_vectors
from tests.conformance.explain.perp_cases import moments

EXAMPLE = "08-margin:1"
BASIS = "mgn-basis-trade-in-one-batch"


def story(name: str, account: int | None = None, step: int | None = None) -> MarginStory:
    owner = None if account is None else AccountId(account)
    return explain_margin(
        name, find_margin_case(name), "reference", Limits(), step=step, account=owner
    )


def test_the_example_is_told_with_its_arithmetic() -> None:
    result = call("explain", "margin", EXAMPLE)
    assert result.exit_code == 0
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert (
        "account 1 of 08-margin:1 before and after command 17, place_order, on reference" in lines
    )
    assert "RBV         5220 to 5131  5545 to 5468" in lines
    order = "2 * min(0, 100 * 844000 * (10 - 1) - 120 * 10000000) / 10000000 = -88.08"
    assert f"order 2      {order}" in lines
    assert "value        floor_div(103298, 25) = 4131" in lines
    assert "least in piece -++" in result.stdout


def test_an_account_that_a_command_opens_has_no_before() -> None:
    (first, *_rest) = margin_lines(story(EXAMPLE, account=1, step=3))
    assert first.startswith("account 1 of 08-margin:1 after command 3, open_account, which opens")


def test_a_rejected_command_changes_nothing() -> None:
    told = story(EXAMPLE, step=18)
    assert told.before == told.after
    text = "\n".join(margin_lines(told))
    assert "was rejected insufficient_margin: it changed nothing" in text
    assert ", before" not in text


def test_futures_and_loans_of_a_margin_venue_are_explained_too() -> None:
    """Loans move base atoms, which is no difference of wealth."""
    network = call("explain", "network", BASIS, "--step", "17")
    assert network.exit_code == 0
    assert "DIFFERENT" not in network.stdout
    assert "900000000 - 1000000 * 1000" in network.stdout
    loan = call("explain", "loan", BASIS, "--loan", "1")
    assert loan.exit_code == 0
    assert "loan 1 of" in loan.stdout


@pytest.mark.parametrize("name", margin_vectors())
def test_a_vector_is_told_in_lines_of_100_columns(name: str) -> None:
    told = story(name, account=1)
    lines = list(margin_lines(told))
    assert told.differences == ()
    assert max(map(len, lines)) <= 100
    for asset in told.after.assets:
        assert any(line.startswith((f"asset {asset.asset}:", "base asset:")) for line in lines)


@pytest.mark.parametrize("target", ["reference", "fast"])
def test_what_is_printed_as_json_adds_up(target: str) -> None:
    result = call("explain", "margin", EXAMPLE, "--json", "--engine", target)
    assert (result.exit_code, result.stdout.count("\n")) == (0, 1)
    certificate = decode_certificate(result.stdout.encode())
    assert certificate == story(EXAMPLE).after
    assert (certificate.initial_atoms, certificate.maintenance_atoms) == (5131, 5468)
    before = call("explain", "margin", EXAMPLE, "--json", "--before")
    assert json.loads(before.stdout)["initial_atoms"] == "5220"


def test_announced_values_count_if_they_are_asked_for() -> None:
    case = find_margin_case(EXAMPLE)
    values = (Permille(200), Permille(30), Permille(20))
    announced = SetRisk(PrincipalId(0), AssetId(2), *values, Milliseconds(3_600_000))
    more = evolve(case, commands=(*case.commands, announced))
    now, then = (
        explain_margin(
            EXAMPLE, more, "reference", Limits(), step=len(more.commands),
            account=AccountId(1), is_announced=is_announced,
        )
        for is_announced in (False, True)
    )  # fmt: skip
    assert (now.after.initial_atoms, now.before) == (5131, now.after)
    # 1000 + floor(50 * 100 * 0.724 + 2 * (100 * 0.724 * 0.9 - 120))
    assert then.after.initial_atoms == 1000 + 3510
    assert "RBV by the announced values at" in "\n".join(margin_lines(then))


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((EXAMPLE, "--step", "99"), "has 18 commands, and so no 99"),
        ((EXAMPLE, "--account", "9"), "has no account 9 after command 18"),
        ((EXAMPLE, "--step", "1"), "command 1 of 08-margin:1 is of no account"),
        ((EXAMPLE, "--target", "slow"), "unknown target 'slow'"),
        (("08-margin:9",), "and so no 9"),
        (("08-margin:9999",), "has 1 example of commands, and so no 9999"),
        ((f"08-margin:{'9' * 5_000}",), "is neither a file nor a vector"),
        ((f"{'9' * 5_000}.json",), "File name too long"),
        (("06-perpetuals:1",), "is of profile perp/1, which has no margin"),
        (("none",), "is neither a file nor a vector"),
        ((EXAMPLE, "--step", "3", "--account", "1", "--json", "--before"), "is not there before"),
    ],
)
def test_wrong_usage_is_refused(arguments: tuple[str, ...], text: str) -> None:
    result = call("explain", "margin", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert text in " ".join(result.stderr.split())


class Overstating(ReferenceEngine):
    """States a little more than there is."""

    def apply(self, command: Command) -> Outcome:
        outcome = super().apply(command)
        last = valued_in(outcome)
        if last is None or not isinstance(outcome, Accepted):
            return outcome
        more = evolve(last, initial_atoms=Atoms(last.initial_atoms + 1))
        return evolve(outcome, events=(*outcome.events[:-1], more))


class Certifying(ReferenceEngine):
    """Has certificates of its own, which do not add up."""

    def certificate(self, account: AccountId) -> Certificate:
        told = story(EXAMPLE, account).after
        return evolve(told, maintenance_atoms=Atoms(told.maintenance_atoms + 1))


class Failing(ReferenceEngine):
    """Breaks when it is asked."""

    def certificate(self, account: AccountId) -> Certificate:
        raise LookupError(account)


def with_engine(monkeypatch: pytest.MonkeyPatch, opened: Callable[..., ReferenceEngine]) -> None:
    monkeypatch.setattr(targets, "TARGETS", MappingProxyType({**TARGETS, "wrong": opened}))


def test_an_engine_that_states_another_value_has_diverged(monkeypatch: pytest.MonkeyPatch) -> None:
    with_engine(monkeypatch, Overstating)
    result = call("explain", "margin", EXAMPLE, "--target", "wrong")
    assert result.exit_code == 1
    wanted = "command 17: account_valued states RBV initial 5132, the certificate 5131"
    assert f"DIFFERENT {wanted}" in result.stdout
    as_json = call("explain", "margin", EXAMPLE, "--target", "wrong", "--json")
    assert (as_json.exit_code, as_json.stderr) == (1, f"different: {wanted}\n")
    assert decode_certificate(as_json.stdout.encode()) == story(EXAMPLE).after


def test_a_certificate_that_does_not_add_up_has_diverged(monkeypatch: pytest.MonkeyPatch) -> None:
    with_engine(monkeypatch, Certifying)
    result = call("explain", "margin", EXAMPLE, "--target", "wrong")
    assert result.exit_code == 1
    assert (
        "DIFFERENT command 17: after: RBV maintenance: expected 5468, found 5469" in result.stdout
    )


def test_an_engine_that_fails_when_it_is_asked_has_crashed(monkeypatch: pytest.MonkeyPatch) -> None:
    with_engine(monkeypatch, Failing)
    result = call("explain", "margin", EXAMPLE, "--target", "wrong")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "has no certificate of account 1" in result.stderr


def test_a_drawing_is_written_beside_the_text(tmp_path: Path) -> None:
    path = tmp_path / "valuation.svg"
    result = call("explain", "margin", EXAMPLE, "--svg", str(path))
    assert result.exit_code == 0
    assert result.stdout == call("explain", "margin", EXAMPLE).stdout
    assert " ".join(result.stderr.split()) == f"wrote {path}"
    assert "<title>Account 1 at other prices of asset 2</title>" in path.read_text()
    for arguments, text in (
        (("--asset", "7"), "account 1 is charged for no asset 7; known: 2"),
        (("--range", "100"), "a piece lies 120 permille from the mark; --range 100 is nearer"),
        (("--account", "9", "--step", "5"), "has no account 9"),
    ):
        refused = call("explain", "margin", EXAMPLE, "--svg", str(path), *arguments)
        assert refused.exit_code == 2
        assert text in " ".join(refused.stderr.split())


def test_a_loan_that_is_not_there_is_a_difference() -> None:
    """Told instead of a traceback: the events of the engine under test may be anything."""
    told = moments(find_margin_case(BASIS))
    (batch,) = [moment for moment in told if isinstance(moment.command, Batch)]
    paid = InterestPaid(LoanId(7), Hours(8), Atoms(1), Atoms(0))
    outcome = evolve(batch.outcome, events=(*batch.outcome.events, paid))
    network = evolve(batch, outcome=outcome).network(BASIS, batch.markets()[0])
    assert any("there is no loan 7" in problem for problem in network.differences)

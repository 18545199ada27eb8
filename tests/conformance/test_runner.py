"""Broken engines are found, named, shrunk; sound ones are not accused."""

import tomllib
from pathlib import Path
from typing import get_args

import pytest
from attrs import evolve

from tallystick.conformance import blame, runner
from tallystick.conformance.blame import blame_outcome, first_difference
from tallystick.conformance.campaign import sequence
from tallystick.conformance.runner import Limits, compare, shrink
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.targets import (
    ReferenceEngine,
    UnknownTargetError,
    UnsupportedTargetError,
    open_engine,
)
from tallystick.conformance.vectors import spec_clauses
from tallystick.conformance.verdicts import Case, Finding, Verdict
from tallystick.conformance.wire import word
from tallystick.reference.types.choices import Profile, RemovalCause
from tallystick.reference.types.commands import AmendOrder, Batch, CancelAll, Command
from tallystick.reference.types.events import Event
from tallystick.reference.types.outcome import Outcome
from tests.conformance.broken_engines import BROKEN

LIMITS = Limits(step_seconds=0.2, shrink_seconds=20)
FOUND = {
    # engine: verdict, clauses, most commands that a shrunk trace may need
    "TakersPrice": (Verdict.DIVERGED, ("MAT-029",), 12),
    "NoFeeEvents": (Verdict.DIVERGED, ("SPT-012",), 12),
    "WrongReason": (Verdict.DIVERGED, ("CMD-010", "CMD-005"), 4),
    "WrongIndex": (Verdict.DIVERGED, ("CMD-006",), 4),
    "NoTouches": (Verdict.DIVERGED, ("MAT-021",), 12),
    "StrangeDump": (Verdict.DIVERGED, ("CMD-028",), 3),
    "StrangeRoot": (Verdict.DIVERGED, ("STA-024",), 1),
    "Raises": (Verdict.CRASHED, ("CMD-001",), 1),
    "Exits": (Verdict.CRASHED, ("CMD-001",), 1),
    "Nonsense": (Verdict.CRASHED, ("CMD-001",), 1),
    "Hangs": (Verdict.TIMED_OUT, ("CMD-001",), 1),
    "CannotOpen": (Verdict.CRASHED, ("CMD-001",), 1),
}


def case_of(index: int) -> Case:
    """A sequence of profile spot/1."""
    commands = sequence(1, Profile.SPOT_1, "minimal", index)
    return Case(Profile.SPOT_1, load_preset("minimal"), commands, {})


def first_finding(name: str) -> tuple[Case, Finding]:
    for index in range(20):
        case = case_of(index)
        finding = compare(case, BROKEN[name], LIMITS)
        if finding is not None:
            return case, finding
    raise AssertionError("not found")


@pytest.mark.parametrize(("name", "wanted"), FOUND.items(), ids=FOUND)
def test_a_broken_engine_is_found_and_shrunk(
    name: str, wanted: tuple[Verdict, tuple[str, ...], int]
) -> None:
    verdict, clauses, most_commands = wanted
    case, finding = first_finding(name)
    assert (finding.verdict, finding.clauses) == (verdict, clauses)
    assert set(clauses) <= spec_clauses()
    shorter, again = shrink(case, finding, BROKEN[name], LIMITS)
    assert (again.verdict, again.clauses) == (verdict, clauses)
    assert len(shorter.commands) <= most_commands
    assert compare(shorter, BROKEN[name], LIMITS) == again
    assert compare(shorter, ReferenceEngine, LIMITS) is None


def test_every_broken_engine_is_tested() -> None:
    assert {*FOUND, "Interrupted"} == set(BROKEN)


def test_nothing_can_be_left_out_of_a_shrunk_case() -> None:
    case, finding = first_finding("TakersPrice")
    shorter, _ = shrink(case, finding, BROKEN["TakersPrice"], LIMITS)
    for position in range(len(shorter.commands)):
        commands = shorter.commands[:position] + shorter.commands[position + 1 :]
        again = compare(evolve(shorter, commands=commands), BROKEN["TakersPrice"], LIMITS)
        assert again is None or again.clauses != finding.clauses


def test_batches_are_shrunk_inside() -> None:
    class FailsInBatches(ReferenceEngine):
        def apply(self, command: Command) -> Outcome:
            if isinstance(command, Batch) and any(
                isinstance(inner, CancelAll) for inner in command.commands
            ):
                raise RuntimeError
            return super().apply(command)

    case, finding = next(
        (case, finding)
        for case in map(case_of, range(40))
        if (finding := compare(case, FailsInBatches, LIMITS)) is not None
    )
    shorter, _ = shrink(case, finding, FailsInBatches, LIMITS)
    (command,) = shorter.commands
    assert isinstance(command, Batch)
    assert [type(inner) for inner in command.commands] == [CancelAll]


def test_shrinking_keeps_to_its_time() -> None:
    case, finding = first_finding("TakersPrice")
    shorter, again = shrink(
        case, finding, BROKEN["TakersPrice"], evolve(LIMITS, shrink_seconds=0.0)
    )
    assert again == finding
    assert shorter.commands == case.commands[: finding.step + 1]


def test_text_of_an_exception_is_one_line_of_ascii() -> None:
    _, finding = first_finding("Raises")
    assert finding.got == r"raised ZeroDivisionError: engine\nbroke \ud800"
    assert finding.expected == "an outcome"


def test_dumps_can_be_compared_seldom() -> None:
    case, finding = first_finding("StrangeDump")
    late = compare(case, BROKEN["StrangeDump"], LIMITS, commands_per_dump=100)
    assert late is not None
    assert late.clauses == finding.clauses
    assert (late.step + 1) % 100 == 0 or late.step == len(case.commands) - 1
    assert late.step >= finding.step


def test_what_the_auditor_reports_is_a_divergence(monkeypatch: pytest.MonkeyPatch) -> None:
    # Both engines wrong alike: only who knows no engine can see it.
    monkeypatch.setattr(runner, "ReferenceEngine", BROKEN["NoTouches"])
    finding = compare(case_of(0), BROKEN["NoTouches"], LIMITS)
    assert finding is not None
    assert (finding.verdict, finding.clauses) == (Verdict.DIVERGED, ("MAT-021",))


def test_a_failure_of_the_kit_is_not_the_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "ReferenceEngine", BROKEN["Raises"])
    finding = compare(case_of(0), ReferenceEngine, LIMITS)
    assert finding is not None
    assert finding.verdict is Verdict.INCOMPLETE
    assert "the kit itself raised ZeroDivisionError" in finding.got


@pytest.mark.parametrize("error", [UnsupportedTargetError("no"), KeyboardInterrupt()])
def test_what_is_no_fault_of_the_engine_is_passed_on(error: BaseException) -> None:
    def opener(*_arguments: object) -> ReferenceEngine:
        raise error

    with pytest.raises(type(error)):
        compare(case_of(0), opener, LIMITS)


def test_an_empty_case_shows_a_wrong_opening() -> None:
    case = evolve(case_of(0), commands=())
    assert compare(case, ReferenceEngine, LIMITS) is None
    finding = compare(case, BROKEN["StrangeRoot"], LIMITS)
    assert finding is not None
    assert finding.clauses == ("STA-024",)


def test_unknown_target() -> None:
    with pytest.raises(UnknownTargetError, match="known: reference, fast, fast:interpreted"):
        open_engine("quick", Profile.MATCH_1, load_preset("minimal"))


REJECTED = {"type": "rejected", "reason": "self_trade", "index": 0}
ACCEPTED = {"type": "accepted", "events": [], "touched_orders": 0}
BLAMED = (
    (REJECTED, {**REJECTED, "reason": "work_limit"}, "MAT-026"),
    (REJECTED, ACCEPTED, "MAT-026"),
    (ACCEPTED, REJECTED, "MAT-026"),
    (REJECTED, {**REJECTED, "index": 1}, "CMD-006"),
    (ACCEPTED, {**ACCEPTED, "touched_orders": 1}, "MAT-021"),
    (ACCEPTED, {**ACCEPTED, "events": [{"type": "order_rested"}]}, "MAT-030"),
    ({**ACCEPTED, "events": [{"type": "fee_paid"}]}, ACCEPTED, "SPT-012"),
)


@pytest.mark.parametrize(("expected", "got", "clause"), BLAMED)
def test_blame(expected: object, got: object, clause: str) -> None:
    assert blame_outcome(expected, got)[0][0] == clause


def test_blame_of_single_fields() -> None:
    def of(event: dict[str, object], **changes: object) -> str:
        wanted = {**ACCEPTED, "events": [event]}
        return blame_outcome(wanted, {**ACCEPTED, "events": [{**event, **changes}]})[0][0]

    removed: dict[str, object] = {"type": "order_removed", "cause": "expired", "lots": "2"}
    assert of(removed, cause="cancelled") == "MAT-024"
    traded: dict[str, object] = {"type": "traded", "maker_order_id": "1", "price": "5"}
    assert of(traded, maker_order_id="2") == "MAT-010"
    assert of(traded, price="6") == "MAT-029"
    assert of({"type": "deposited", "atoms": "1"}, atoms="2") == "CMD-023"
    assert of({"type": "order_accepted", "fee_cap_atoms": "1"}, fee_cap_atoms="2") == "SPT-011"


def test_first_difference_tells_flags_from_numbers() -> None:
    assert first_difference({"a": [True, 2]}, {"a": [1, 2]}) == ("/a/0", True, 1)
    assert first_difference({"a": 1}, {"b": 1}) == ("", {"a": 1}, {"b": 1})
    assert first_difference([1], [1, 2]) == ("/1", "nothing", 2)
    assert first_difference({"a": [[3], 4]}, {"a": [[]]}) == ("/a/0/0", 3, "nothing")


def test_amend_is_where_the_engine_raises() -> None:
    case, finding = first_finding("Raises")
    assert isinstance(case.commands[finding.step], AmendOrder)


def test_whatever_differs_has_a_clause_of_the_spec() -> None:
    tables = tomllib.loads(Path(blame.__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    assert list(tables) == ["event", "cause", "field"]
    assert set(tables["event"]) == {word(kind) for kind in get_args(Event)} - {"order_removed"}
    assert set(tables["cause"]) == set(RemovalCause)
    assert {clause for table in tables.values() for clause in table.values()} <= spec_clauses()

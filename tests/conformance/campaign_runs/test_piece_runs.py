"""One piece: it meets what `run` meets, and finds what is wrong."""

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

import pytest

from tallystick.conformance import targets
from tallystick.conformance.campaign.piece_runs import (
    BESIDE,
    Found,
    PieceResult,
    Sign,
    opener_of,
    run_piece,
)
from tallystick.conformance.campaign.pieces import pieces
from tallystick.conformance.campaign.tables import CAMPAIGNS
from tallystick.conformance.coverage import Hits
from tallystick.conformance.runner import Limits, compare
from tallystick.conformance.suite import Plan, run_plan
from tallystick.conformance.targets import TARGETS, ReferenceEngine
from tallystick.conformance.traces import Trace, read_trace, write_trace
from tallystick.conformance.verdicts import Verdict
from tallystick.reference.types.commands import Command
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.units import Count
from tests.conformance.broken_engines import BROKEN
from tests.conformance.campaign_runs.runs import piece_of, plan_of, result_of

COMMANDS = 700
LIMITS = Limits()


class GroupsDiffer(ReferenceEngine):
    """As the reference one by one; in groups it forgets what the last command cost."""

    def apply_all(self, commands: Sequence[Command]) -> list[Outcome]:
        """Wrong at the end of a group of several."""
        outcomes = [self.apply(command) for command in commands]
        last = outcomes[-1]
        if len(outcomes) > 1 and isinstance(last, Accepted):
            outcomes[-1] = Accepted(last.events, Count(last.touched_orders + 1))
        return outcomes


class StateIsLost(ReferenceEngine):
    """As the reference one by one; in groups it forgets what the last command did."""

    def apply_all(self, commands: Sequence[Command]) -> list[Outcome]:
        """Answer well, and take the last one back."""
        outcomes = [self.apply(command) for command in commands[:-1]]
        kept = self._state
        outcomes.append(self.apply(commands[-1]))
        self._state = kept
        return outcomes


@pytest.fixture(autouse=True)
def broken_targets(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {**TARGETS, **BROKEN, "GroupsDiffer": GroupsDiffer, "StateIsLost": StateIsLost}
    monkeypatch.setattr(targets, "TARGETS", MappingProxyType(table))


def hits_of_run(seed: int) -> list[Hits]:
    """What `run` meets in each campaign."""
    plan = Plan("fast:interpreted", (), CAMPAIGNS, COMMANDS, 0, seed, LIMITS)
    report = run_plan(plan, opener_of(plan.target), lambda *_told: None)
    assert report.verdict is Verdict.CONFORMANT
    return [stage.hits for stage in report.stages]


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("against", ["reference", "fast"])
def test_hits_are_those_of_run(against: str) -> None:
    plan = plan_of("fast:interpreted", against, seed=7)
    found = {campaign: Hits() for campaign in CAMPAIGNS}
    for piece in pieces(plan.seed, CAMPAIGNS, COMMANDS):
        result = result_of(plan, piece)
        assert result.failure is None
        assert result.commands == piece.commands
        total, hits = found[piece.profile, piece.preset], result.hits
        total.commands += hits.commands
        total.accepted += hits.accepted
        total.trades += hits.trades
        for name in ("reasons", "events", "causes"):
            getattr(total, name).update(getattr(hits, name))
    assert list(found.values()) == hits_of_run(7)


def test_signs_of_life_tell_where_the_piece_is() -> None:
    messages: list[Sign | Found] = []
    run_piece(plan_of("reference", "fast", "reference"), piece_of(commands=500), messages.append)
    wanted = [Sign(0, "fast"), Sign(0, "reference"), Sign(1, "fast"), Sign(1, "reference")]
    assert [message for message in messages if message in wanted][:2] == wanted[:2]
    assert [message for message in messages if message not in wanted] == []
    assert list(dict.fromkeys(messages)) == wanted


@pytest.mark.parametrize("against", ["reference", "fast"])
def test_a_faulty_engine_is_found_and_its_trace_replays(against: str, folder: Path) -> None:
    messages: list[Sign | Found] = []
    plan = plan_of("faulty:m07", against)
    result = run_piece(plan, piece_of(), messages.append)
    trace = failure_of(result)
    assert trace.target == "faulty:m07"
    assert trace.finding.clauses == ("MAT-010",)
    assert trace.finding.verdict is Verdict.DIVERGED
    assert len(trace.case.commands) <= 12
    (found,) = (message for message in messages if isinstance(message, Found))
    assert len(found.failure.trace.case.commands) > len(trace.case.commands)
    write_trace(folder / "trace.json", trace)
    read = read_trace(folder / "trace.json")
    assert compare(read.case, opener_of("faulty:m07"), LIMITS) == trace.finding
    assert compare(read.case, opener_of("fast"), LIMITS) is None


def test_beside_another_engine_the_one_is_blamed_that_is_wrong() -> None:
    result = result_of(plan_of("fast", "faulty:m07"), piece_of())
    assert result.failure is not None
    assert result.failure.against == "faulty:m07"
    trace = failure_of(result)
    assert (trace.target, trace.finding.clauses) == ("faulty:m07", ("MAT-010",))


def test_the_failure_ends_the_piece_and_what_was_right_before_counts() -> None:
    result = result_of(plan_of("faulty:m07"), piece_of())
    assert 0 < result.commands < 500
    assert 0 < result.hits.commands <= result.commands
    sound = result_of(plan_of("fast"), piece_of(commands=result.commands))
    assert sound.hits == result.hits


def test_answers_that_depend_on_groups_are_seen_between_two_engines_only() -> None:
    assert result_of(plan_of("GroupsDiffer"), piece_of()).failure is None
    result = result_of(plan_of("GroupsDiffer", "fast:interpreted"), piece_of())
    trace = failure_of(result)
    assert trace.finding.clauses == ("INV-009",)
    assert trace.finding.verdict is Verdict.DIVERGED
    assert "the outcomes of GroupsDiffer and fast:interpreted differ" in trace.finding.got
    assert trace.case.source[BESIDE] == "fast:interpreted"
    assert len(trace.case.commands) == 250


def test_a_lost_state_is_seen_at_the_next_dump() -> None:
    piece = piece_of(commands=250)
    trace = failure_of(result_of(plan_of("StateIsLost", "fast:interpreted"), piece))
    assert "the states of StateIsLost and fast:interpreted differ" in trace.finding.got
    assert (trace.finding.step + 1) % 50 == 0


@pytest.mark.parametrize(
    ("name", "verdict", "clause"),
    [
        ("StrangeRoot", Verdict.DIVERGED, "STA-024"),
        ("StrangeDump", Verdict.DIVERGED, "CMD-028"),
        ("Raises", Verdict.CRASHED, "CMD-001"),
        ("Nonsense", Verdict.CRASHED, "CMD-001"),
        ("CannotOpen", Verdict.CRASHED, "CMD-001"),
    ],
)
def test_between_two_engines_the_finding_is_that_beside_the_reference(
    name: str, verdict: Verdict, clause: str
) -> None:
    trace = failure_of(result_of(plan_of(name, "fast:interpreted"), piece_of()))
    assert trace.target == name
    assert (trace.finding.verdict, trace.finding.clauses) == (verdict, (clause,))


def test_roots_are_compared_once_at_the_end_of_a_sequence() -> None:
    asked = []

    class Counts(ReferenceEngine):
        def root(self) -> str:
            asked.append(1)
            return super().root()

    table = {**targets.TARGETS, "Counts": Counts}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(targets, "TARGETS", MappingProxyType(table))
        assert result_of(plan_of("Counts", "fast"), piece_of()).failure is None
    assert len(asked) == 2


def failure_of(result: PieceResult) -> Trace:
    assert result.failure is not None
    return result.failure.trace

"""A flow that should end otherwise than conformant does."""

from collections.abc import Callable

import pytest
from attrs import evolve

from tallystick.conformance.engine import Engine
from tallystick.conformance.flows import driver
from tallystick.conformance.flows.driver import FlowTargetError, drive
from tallystick.conformance.flows.generated import generated_case
from tallystick.conformance.runner import Limits
from tallystick.conformance.targets import UnknownTargetError, UnsupportedTargetError, open_engine
from tallystick.conformance.verdicts import Verdict
from tallystick.fast import Build
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command, OpenAccount
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import AccountOpened
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import Count, Milliseconds

CASE = generated_case(2_500, seed=3)

Twist = Callable[[int, Outcome], Outcome]


class Twisted:
    """The interpreted engine, with something done to its answers."""

    def __init__(self, inner: Engine, twist: Twist) -> None:
        self._inner = inner
        self._twist = twist
        self._commands = 0

    def apply(self, command: Command) -> Outcome:
        outcome = self._inner.apply(command)
        self._commands += 1
        return self._twist(self._commands, outcome)

    def dump(self) -> StateDump:
        return self._inner.dump()

    def root(self) -> str:
        return self._inner.root()


def with_twist(monkeypatch: pytest.MonkeyPatch, twist: Twist) -> None:
    def open_twisted(target: str, profile: Profile, parameters: Parameters) -> Engine:
        return Twisted(open_engine(target, profile, parameters), twist)

    monkeypatch.setattr(driver, "open_engine", open_twisted)


def test_equal_engines_are_conformant() -> None:
    seen: list[int] = []
    report = drive(CASE, ("fast:interpreted",), lambda step, _outcome: seen.append(step))
    assert report.verdict is Verdict.CONFORMANT
    assert report.commands_done == {"fast:interpreted": 2_500}
    assert seen == list(range(2_500))
    assert report.trace is None


def test_progress_is_told_every_thousand_commands() -> None:
    told: list[tuple[str, int]] = []
    drive(CASE, ("fast:interpreted",), progress=lambda *done: told.append(done))
    assert told == [("fast:interpreted", 1_000), ("fast:interpreted", 2_000)]


def test_a_wrong_outcome_diverges_and_leaves_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def lie(_number: int, outcome: Outcome) -> Outcome:
        opened = isinstance(outcome, Accepted) and isinstance(outcome.events[0], AccountOpened)
        return Accepted((), Count(0)) if opened else outcome

    with_twist(monkeypatch, lie)
    report = drive(CASE, ("fast:interpreted",))
    first = next(i for i, command in enumerate(CASE.commands) if isinstance(command, OpenAccount))
    assert report.verdict is Verdict.DIVERGED
    assert report.commands_done == {"fast:interpreted": first}
    assert report.trace is not None
    assert report.trace.target == "fast:interpreted"
    assert report.trace.finding.clauses == ("CMD-020",)
    assert report.trace.case.commands == (CASE.commands[first],)  # all that shows it


def test_a_wrong_state_diverges_within_a_thousand_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    class Forgetful(Twisted):
        def dump(self) -> StateDump:
            return evolve(super().dump(), now=Milliseconds(7))

    def open_forgetful(target: str, profile: Profile, parameters: Parameters) -> Engine:
        return Forgetful(open_engine(target, profile, parameters), lambda _number, seen: seen)

    monkeypatch.setattr(driver, "open_engine", open_forgetful)
    report = drive(CASE, ("fast:interpreted",))
    assert report.verdict is Verdict.DIVERGED
    assert report.commands_done == {"fast:interpreted": 999}
    assert report.trace is not None
    assert report.trace.finding.got["at"] == "/now"


def test_an_engine_that_raises_has_crashed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(number: int, outcome: Outcome) -> Outcome:
        if number == 1_234:
            raise OverflowError("wrapped")
        return outcome

    monkeypatch.setattr(driver, "LIMITS", Limits(shrink_seconds=0.5))
    with_twist(monkeypatch, fail)
    report = drive(CASE, ("fast:interpreted",))
    assert report.verdict is Verdict.CRASHED
    assert report.commands_done == {"fast:interpreted": 1_233}


def test_an_interrupted_flow_is_incomplete_and_keeps_its_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(number: int, outcome: Outcome) -> Outcome:
        if number == 1_500:
            raise KeyboardInterrupt
        return outcome

    whole = drive(evolve(CASE, commands=CASE.commands[:1_499]), ("fast:interpreted",))
    with_twist(monkeypatch, interrupt)
    report = drive(CASE, ("fast:interpreted",))
    assert report.verdict is Verdict.INCOMPLETE
    assert report.commands_done == {"fast:interpreted": 1_499}
    assert report.outcomes_sha256 == whole.outcomes_sha256
    assert report.trades == whole.trades > 0


@pytest.mark.parametrize(
    ("targets", "error", "text"),
    [
        (("reference",), FlowTargetError, "compared with"),
        (("fast:interpreted", "fast:interpreted"), FlowTargetError, "twice"),
        (("fast:interpreted", "no-such"), UnknownTargetError, "known: reference"),
        (("",), UnknownTargetError, "unknown target ''"),
    ],
)
def test_targets_are_refused_before_the_first_command(
    targets: tuple[str, ...], error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        drive(CASE, targets)


def test_the_alias_of_a_build_is_the_same_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "status", lambda: Build.INTERPRETED)
    with pytest.raises(FlowTargetError, match="twice"):
        drive(CASE, ("fast", "fast:interpreted"))


def test_a_build_that_is_not_there_is_unsupported(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(_target: str, _profile: Profile, _parameters: Parameters) -> Engine:
        raise UnsupportedTargetError("not built")

    monkeypatch.setattr(driver, "open_engine", unsupported)
    with pytest.raises(UnsupportedTargetError):
        drive(CASE, ("fast:compiled",))

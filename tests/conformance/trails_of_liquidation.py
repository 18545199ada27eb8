"""Commands of chapter 09 from campaigns on the reference, and what an auditor says of changed ones.

A case is the first accepted command whose events have one of some kind. It is found once; an
auditor follows the commands before it, and is then told something else than what happened.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from attrs import evolve, frozen

from tallystick import reference
from tallystick.conformance.auditor import Auditor
from tallystick.conformance.campaign import sequence
from tallystick.conformance.checkers.valuation_judge import ValuationJudge
from tallystick.conformance.checkers.violation import Violation
from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types import commands as c
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import Event, OrderAccepted, OrderRemoved
from tallystick.reference.types.liquidation_commands import Liquidate
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.parameters import Parameters

SEQUENCES = 80
"""Among so many of seed 1 there is a case of every kind that is asked for."""
Change = Callable[[tuple[Event, ...]], tuple[Event, ...]]


@frozen
class Told:
    """One accepted command, with what led to it."""

    preset: str
    before: tuple[tuple[c.Command, Outcome], ...]
    command: c.Command
    outcome: Accepted
    states: tuple[reference.State, reference.State]
    """Before it and after it."""

    @property
    def dumps(self) -> tuple[StateDump, StateDump]:
        """Before it and after it."""
        return reference.dump(self.states[0]), reference.dump(self.states[1])

    @property
    def parameters(self) -> Parameters:
        """What its venue was opened with."""
        return self.states[0].parameters

    def clauses(self, change: Change, **changes: Any) -> set[str]:
        """The clauses that an auditor names who is told these events instead."""
        auditor = Auditor(Profile.WORLD_1, self.parameters)
        for command, outcome in self.before:
            assert auditor.observe(outcome) == ()
            assert auditor.judge(command, outcome) == ()
        told = evolve(self.outcome, events=change(self.outcome.events), **changes)
        found = (*auditor.observe(told), *auditor.judge(self.command, told))
        return {violation.clause for violation in found}

    def judged(self, **changes: Any) -> set[str]:
        """The clauses that the judge names of another command, outcome or dump."""
        return {violation.clause for violation in self.findings(**changes)}

    def findings(self, **changes: Any) -> tuple[Violation, ...]:
        """All that the judge says of another command, outcome or dump."""
        before, after = self.dumps
        parts: dict[str, Any] = {"before": before, "after": after}
        parts |= {"command": self.command, "outcome": self.outcome}
        return ValuationJudge().judge(**{**parts, **changes})


def commands_told(preset: str) -> Iterator[Told]:
    """Every accepted command of the sequences, in their order."""
    parameters = load_preset(preset, profile=Profile.WORLD_1)
    for index in range(SEQUENCES):
        state = reference.open_venue(Profile.WORLD_1, parameters)
        told: list[tuple[c.Command, Outcome]] = []
        for command in sequence(1, Profile.WORLD_1, preset, index):
            before = state
            state, outcome = reference.step(state, command)
            if isinstance(outcome, Accepted):
                yield Told(preset, tuple(told), command, outcome, (before, state))
            told.append((command, outcome))


def first_where(holds: Callable[[Told], bool], preset: str = "minimal") -> Told:
    """The first accepted command of which something holds."""
    return next(told for told in commands_told(preset) if holds(told))


def case_with(*kinds: type[Any]) -> Told:
    """The first command that has an event of each kind."""
    return _case_of(frozenset(kind.__name__ for kind in kinds))


@cache
def _case_of(kinds: frozenset[str]) -> Told:
    for told in commands_told("minimal"):
        if kinds <= {type(event).__name__ for event in told.outcome.events}:
            return told
    raise AssertionError(f"no command has {kinds}")


@cache
def cancelling_case() -> Told:
    """A liquidation that removes orders of its target and goes on."""
    for told in commands_told("minimal"):
        events = told.outcome.events
        cancels = bool(events) and isinstance(events[0], OrderRemoved)
        goes_on = any(isinstance(event, OrderAccepted) for event in events)
        if isinstance(told.command, Liquidate) and cancels and goes_on:
            return told
    raise AssertionError


def same(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Nothing is changed."""
    return events


def instead(event: Event) -> Change:
    """Nothing but this event."""
    return lambda _: (event,)


def without(kind: type[Any]) -> Change:
    """The events without the first of a kind."""

    def change(events: tuple[Event, ...]) -> tuple[Event, ...]:
        place = _place(events, kind)
        return (*events[:place], *events[place + 1 :])

    return change


def twice(kind: type[Any]) -> Change:
    """The events with the first of a kind told twice."""

    def change(events: tuple[Event, ...]) -> tuple[Event, ...]:
        place = _place(events, kind)
        return (*events[: place + 1], *events[place:])

    return change


def more(kind: type[Any], name: str, by: int = 1) -> Change:
    """The first event of a kind with a number that is another."""

    def change(events: tuple[Event, ...]) -> tuple[Event, ...]:
        place = _place(events, kind)
        old: Any = events[place]
        new = evolve(old, **{name: getattr(old, name) + by})
        return (*events[:place], new, *events[place + 1 :])

    return change


def _place(events: Sequence[Event], kind: type[Any]) -> int:
    return next(place for place, event in enumerate(events) if isinstance(event, kind))

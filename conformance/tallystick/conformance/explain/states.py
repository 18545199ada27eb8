"""The states that a loan can be in, and its transitions, as `spec/loan-states.toml` has them.

The state follows from the loan and the time; no rule depends on its name.
"""

from collections.abc import Iterator
from itertools import pairwise

from attrs import evolve, frozen

from tallystick.conformance.explain.sums import HOUR_MILLISECONDS
from tallystick.conformance.explain.touches import Touch
from tallystick.conformance.spec_files import load_toml
from tallystick.conformance.wire import word
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import LoanDump
from tallystick.reference.types.loan_events import LendingEvent, ReturnKept
from tallystick.reference.types.units import Milliseconds

FILE = "loan-states.toml"
NONE = "none"
"""Where a loan comes from that was not there."""
ENDED = "ended"
IN_TIME = ("running", "renewable", "closing", "overdue")
"""The states of a loan that is there, in the order in which time passes through them."""
RENEWAL_HOURS = 6
BATCH = "batch"
TIME = ("advance_time", "time_advanced")


@frozen
class State:
    """A name, when a loan is in it, and what that means."""

    name: str
    condition: str
    meaning: str
    clause: str


@frozen
class Row:
    """Some transitions: every `sources` state, by every one of `commands`, with the event.

    `to` is `same` where the event leaves the state as it is. `role` is as what the event names the
    loan.
    """

    sources: tuple[str, ...]
    to: str
    commands: tuple[str, ...]
    event: str
    role: str
    condition: str
    clauses: tuple[str, ...]

    def transitions(self) -> Iterator["Transition"]:
        """Each by itself."""
        for source in self.sources:
            to = source if self.to == "same" else self.to
            for command in self.commands:
                yield Transition(source, to, command, self.event, self.role)


@frozen
class Transition:
    """What one event of one command does to the state of one loan."""

    source: str
    to: str
    command: str
    event: str
    role: str = "loan"


@frozen
class Machine:
    """The states and the rows of the table."""

    states: tuple[State, ...]
    rows: tuple[Row, ...]

    def transitions(self) -> frozenset[Transition]:
        """All of them, each once."""
        return frozenset(one for row in self.rows for one in row.transitions())

    def allows(self, seen: Transition) -> bool:
        """Whether a transition is in the table; inside a batch, whether it is by any command."""
        if seen.command != BATCH:
            return seen in self.transitions()
        return any(evolve(one, command=BATCH) == seen for one in self.transitions())


def load_machine() -> Machine:
    """The table of the spec."""
    table = load_toml(FILE)
    states = tuple(State(**row) for row in table["state"])
    rows = tuple(
        Row(
            sources=tuple(row["from"]),
            to=row["to"],
            commands=tuple(row["command"]),
            event=row["event"],
            role=row.get("role", "loan"),
            condition=row["condition"],
            clauses=tuple(row["clauses"]),
        )
        for row in table["transition"]
    )
    return Machine(states, rows)


def state_of(loan: LoanDump | None, at: Milliseconds) -> str:
    """The state of a loan at a time; `ended` if it is not there any more."""
    if loan is None:
        return ENDED
    left = loan.due - at
    if left < 0:
        return "overdue"
    if left < HOUR_MILLISECONDS:
        return "closing"
    return "renewable" if left <= RENEWAL_HOURS * HOUR_MILLISECONDS else "running"


def of_event(command: Command, touch: Touch, at: Milliseconds) -> Iterator[Transition]:
    """What an event that touches a loan does to its state; nothing once the loan has ended.

    Of an event inside a batch the command is `batch`: which of the inner ones it was is not told.
    """
    is_of_loan = isinstance(touch.event, LendingEvent) and not isinstance(touch.event, ReturnKept)
    if not is_of_loan or (touch.before is None and touch.after is None):
        return
    source = NONE if touch.before is None else state_of(touch.before, at)
    to, event = state_of(touch.after, at), word(type(touch.event))
    yield Transition(source, to, word(type(command)), event, touch.role)


def of_time(loan: LoanDump, before: Milliseconds, after: Milliseconds) -> Iterator[Transition]:
    """The states through which a loan goes while time passes, one after another."""
    first, last = (IN_TIME.index(state_of(loan, at)) for at in (before, after))
    for source, to in pairwise(IN_TIME[first : last + 1]):
        yield Transition(source, to, *TIME)

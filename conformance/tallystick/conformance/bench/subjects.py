"""What is measured: each runs the commands of a load, and says how long it took.

Commands are translated before the clock starts and answers are read after it has stopped. The
clock is the processor time of the thread, so that other programs disturb it less.
"""

import hashlib
from collections.abc import Iterable, Sequence
from time import thread_time_ns
from typing import Protocol

from attrs import frozen

from tallystick.conformance.bench.book import Book, Trade
from tallystick.conformance.bench.book_commands import book_command, book_trade
from tallystick.conformance.bench.kernel_runs import (
    COMMANDS_PER_CHUNK,
    KernelVenue,
    chunks_of,
    events_of,
)
from tallystick.conformance.bench.streams import Load, Opens
from tallystick.conformance.targets import ReferenceEngine
from tallystick.conformance.wire import encode_outcome
from tallystick.fast import Build, FastEngine
from tallystick.reference.types.commands import Command
from tallystick.reference.types.events import Event, Traded
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.units import Count


@frozen
class Timing:
    """One round of one subject."""

    nanoseconds: int
    commands: int
    trades: int
    trades_digest: str = ""
    """SHA-256 of all trades, where it was asked for."""
    events_digest: str = ""
    """SHA-256 of all events, where it was asked for and there are any."""
    empty_loop_nanoseconds: int = 0
    """What it costs the baseline to look at the same commands once more and do nothing."""


class Subject(Protocol):
    """A venue, or a book, that is open and runs what it is given."""

    name: str

    def set_up(self, load: Load) -> None:
        """Run the opening and the filling."""

    def run(self, commands: Sequence[Command]) -> None:
        """Run commands of which nobody wants to know more."""

    def time(self, commands: Sequence[Command], *, in_full: bool, warm_up: int = 0) -> Timing:
        """Run commands against the clock, but for the first `warm_up` of them.

        `in_full` also digests what they did that were timed.
        """


class BaselineSubject:
    """The plain book."""

    name = "baseline"

    def __init__(self) -> None:
        """Start without orders."""
        self._book = Book()

    def set_up(self, load: Load) -> None:
        """It knows no accounts: only the filling."""
        self.run(load.filling)

    def run(self, commands: Sequence[Command]) -> None:
        """Run commands of which nobody wants to know more."""
        self._book.run(map(book_command, commands))

    def time(self, commands: Sequence[Command], *, in_full: bool, warm_up: int = 0) -> Timing:
        """Run commands against the clock, and the empty loop too."""
        first = [book_command(command) for command in commands[:warm_up]]
        prepared = [book_command(command) for command in commands[warm_up:]]
        self._book.run(first)
        began = thread_time_ns()
        trades = self._book.run(prepared)
        ended = thread_time_ns()
        for _kind, _account, _order_id, _side, _price, _lots, _order_type in prepared:
            pass
        looped = thread_time_ns()
        return Timing(
            nanoseconds=ended - began,
            commands=len(prepared),
            trades=len(trades),
            trades_digest=_digest_of_trades(trades) if in_full else "",
            empty_loop_nanoseconds=looped - ended,
        )


class KernelSubject(KernelVenue):
    """The kernel of the fast engine alone: rows in, rows out."""

    def __init__(self, stream: Opens, build: Build) -> None:
        """Open a venue on this build."""
        super().__init__(stream, build)
        self.name = str(build)

    def time(self, commands: Sequence[Command], *, in_full: bool, warm_up: int = 0) -> Timing:
        """Run commands against the clock, in chunks."""
        kernel = self.kernel
        logs: list[bytes] = []
        nanoseconds = trades = 0
        first = list(chunks_of(commands[:warm_up]))
        chunks = list(chunks_of(commands[warm_up:]))
        for chunk in first:
            kernel.run(chunk)
        for chunk in chunks:
            kernel.take(chunk)
            row = 0
            while row < chunk.rows:
                began = thread_time_ns()
                row = kernel.run_from(chunk, row)
                nanoseconds += thread_time_ns() - began
                trades += kernel.trades()
                if in_full:
                    logs.append(kernel.log())
        events = [event for log in logs for event in events_of(log)]
        timed = len(commands) - warm_up
        return Timing(nanoseconds, timed, trades, *_digests(events, in_full=in_full))


class ApplyAllSubject:
    """The fast engine from end to end: commands in, outcomes out."""

    name = "apply_all"

    def __init__(self, stream: Opens, build: Build) -> None:
        """Open a venue on this build."""
        self.engine = FastEngine(stream.profile, stream.parameters(), build)

    def set_up(self, load: Load) -> None:
        """Run the opening and the filling."""
        self.run(load.opening)
        self.run(load.filling)

    def run(self, commands: Sequence[Command]) -> None:
        """Run commands of which nobody wants to know more."""
        self.engine.apply_all(commands)

    def time(self, commands: Sequence[Command], *, in_full: bool, warm_up: int = 0) -> Timing:
        """Run commands against the clock, in chunks of the same size as the kernel's."""
        size = COMMANDS_PER_CHUNK
        timed = commands[warm_up:]
        chunks = [timed[start : start + size] for start in range(0, len(timed), size)]
        outcomes: list[Outcome] = []
        self.engine.apply_all(commands[:warm_up])
        began = thread_time_ns()
        for chunk in chunks:
            outcomes += self.engine.apply_all(chunk)
        nanoseconds = thread_time_ns() - began
        return _timing_of(nanoseconds, outcomes, in_full=in_full)


class ReferenceSubject:
    """The reference, a command at a time."""

    name = "reference"

    def __init__(self, stream: Opens) -> None:
        """Open a venue."""
        self._engine = ReferenceEngine(stream.profile, stream.parameters())

    def set_up(self, load: Load) -> None:
        """Run the opening and the filling."""
        self.run(load.opening)
        self.run(load.filling)

    def run(self, commands: Sequence[Command]) -> None:
        """Run commands of which nobody wants to know more."""
        for command in commands:
            self._engine.apply(command)

    def time(self, commands: Sequence[Command], *, in_full: bool, warm_up: int = 0) -> Timing:
        """Run commands against the clock."""
        apply = self._engine.apply
        self.run(commands[:warm_up])
        began = thread_time_ns()
        outcomes = [apply(command) for command in commands[warm_up:]]
        nanoseconds = thread_time_ns() - began
        return _timing_of(nanoseconds, outcomes, in_full=in_full)


def _timing_of(nanoseconds: int, outcomes: Sequence[Outcome], *, in_full: bool) -> Timing:
    accepted = (outcome.events for outcome in outcomes if isinstance(outcome, Accepted))
    events = [event for one in accepted for event in one]
    trades = sum(isinstance(event, Traded) for event in events)
    return Timing(nanoseconds, len(outcomes), trades, *_digests(events, in_full=in_full))


def _digests(events: Sequence[Event], *, in_full: bool) -> tuple[str, str]:
    """Of the trades among the events, and of all events in their canonical encoding (STA-023)."""
    if not in_full:
        return "", ""
    trades = (book_trade(event) for event in events if isinstance(event, Traded))
    encoded = encode_outcome(Accepted(tuple(events), Count(0)))
    return _digest_of_trades(trades), hashlib.sha256(encoded).hexdigest()


def _digest_of_trades(trades: Iterable[Trade]) -> str:
    lines = "".join(" ".join(map(str, trade)) + "\n" for trade in trades)
    return hashlib.sha256(lines.encode()).hexdigest()

"""Runs the kernel of the fast engine on prepared rows, without the adapter around it."""

from collections.abc import Iterator, Sequence
from typing import Final

from tallystick.conformance.bench.streams import Load, Opens
from tallystick.fast import Build, FastEngine
from tallystick.fast.command_rows import command_rows, packed_rows
from tallystick.fast.event_rows import decode_events
from tallystick.fast.kernel import codes
from tallystick.fast.kernel.layout import COMMAND_WIDTH, EVENT_WIDTH
from tallystick.reference.types.commands import Command
from tallystick.reference.types.events import Event

COMMANDS_PER_CHUNK: Final = 512
"""What a call of the kernel is given: so few that its log stays in the nearer caches."""


class Chunk:
    """Commands as the kernel reads them."""

    __slots__ = ("packed", "rows")

    def __init__(self, packed: bytes, rows: int) -> None:
        """Whole rows, one after another."""
        self.packed = packed
        self.rows = rows

    def __reduce__(self) -> tuple[type["Chunk"], tuple[bytes, int]]:
        """Pickled as its rows."""
        return Chunk, (self.packed, self.rows)


def chunks_of(commands: Sequence[Command], size: int = COMMANDS_PER_CHUNK) -> Iterator[Chunk]:
    """The commands in chunks of so many."""
    for start in range(0, len(commands), size):
        cells: list[int] = []
        for command in commands[start : start + size]:
            cells += command_rows(command)
        yield Chunk(packed_rows(cells), len(cells) // COMMAND_WIDTH)


class KernelRuns:
    """A venue on the kernel, driven in chunks."""

    def __init__(self, stream: Opens, build: Build) -> None:
        """Open a venue on this build."""
        self._kernel = FastEngine(stream.profile, stream.parameters(), build)._kernel

    def run(self, chunk: Chunk) -> None:
        """Execute a whole chunk."""
        self.take(chunk)
        row = 0
        while row < chunk.rows:
            row = self.run_from(chunk, row)

    def take(self, chunk: Chunk) -> None:
        """Hand a chunk over: what an adapter writes where the kernel reads."""
        self._kernel.take(chunk.packed)

    def run_from(self, chunk: Chunk, row: int) -> int:
        """One call of the kernel; the row to go on with, as its log may be full before the end."""
        return self._kernel.run_taken(chunk.rows, row)

    def run_nothing(self, chunk: Chunk) -> None:
        """The same call with nothing to do."""
        self._kernel.run_taken(chunk.rows, chunk.rows)

    def log(self) -> bytes:
        """A copy of the events of the latest call."""
        return self._log().tobytes()

    def trades(self) -> int:
        """How many events of the latest call are trades: read where they are, so that the next call
        finds its caches as this one has left them.
        """
        return self._log()[::EVENT_WIDTH].tolist().count(codes.TRADED)

    def _log(self) -> memoryview:
        log = self._kernel.venue.events
        return memoryview(log.rows)[: log.count * EVENT_WIDTH]


class KernelVenue:
    """What measures the kernel alone: it is opened, set up and run in chunks."""

    def __init__(self, stream: Opens, build: Build) -> None:
        """Open a venue on this build."""
        self.kernel = KernelRuns(stream, build)

    def set_up(self, load: Load) -> None:
        """Run the opening and the filling."""
        self.run(load.opening)
        self.run(load.filling)

    def run(self, commands: Sequence[Command]) -> None:
        """Run commands of which nobody wants to know more."""
        for chunk in chunks_of(commands):
            self.kernel.run(chunk)


def events_of(log: bytes) -> tuple[Event, ...]:
    """The events of a log in the shared vocabulary."""
    return decode_events(memoryview(log).cast("q").tolist())

"""A file of translated commands, so that a process of its own runs them and nothing else.

What writes commands down needs more memory than what runs them, and under a counter of
instructions it would take minutes: both happen before, in the process that started this one.
"""

import pickle
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, Any, Protocol

from attrs import frozen

from tallystick.conformance.bench.book import Book, BookCommand
from tallystick.conformance.bench.book_commands import book_command
from tallystick.conformance.bench.kernel_runs import COMMANDS_PER_CHUNK, KernelRuns, chunks_of
from tallystick.conformance.bench.streams import Load, Segment, Stream
from tallystick.fast import Build
from tallystick.reference import open_venue, step
from tallystick.reference.types.commands import Command


class Worker(Protocol):
    """Something open that runs chunks of translated commands."""

    def run(self, chunk: Any) -> None:
        """Run a chunk that `translated` made for the same subject."""


@frozen
class Work:
    """What a file begins with; the chunks follow one by one."""

    subject: str
    stream: Stream
    set_up_chunks: int
    segments: tuple[tuple[int, int], ...]
    """Of each segment the chunks that prepare it, and those that are measured."""


def write_work(path: Path, subject: str, load: Load) -> None:
    """Translate a load for a subject and write it."""
    set_up = load.filling if subject == "baseline" else (*load.opening, *load.filling)
    first = list(translated(subject, set_up))
    segments = [_translated_segment(subject, segment) for segment in load.segments]
    work = Work(
        subject,
        load.stream,
        len(first),
        tuple((len(prepare), len(timed)) for prepare, timed in segments),
    )
    with path.open("wb") as file:
        pickle.dump(work, file)
        for chunk in chain(first, *chain.from_iterable(segments)):
            pickle.dump(chunk, file)


def translated(subject: str, commands: Sequence[Command]) -> Iterator[object]:
    """Chunks of the commands as the subject reads them."""
    if subject in tuple(Build):
        yield from chunks_of(commands)
        return
    for start in range(0, len(commands), COMMANDS_PER_CHUNK):
        chunk = commands[start : start + COMMANDS_PER_CHUNK]
        yield [book_command(one) for one in chunk] if subject == "baseline" else list(chunk)


def read_chunks(file: IO[bytes], count: int) -> Iterator[Any]:
    """The next chunks of a file that `write_work` has written."""
    for _ in range(count):
        yield pickle.load(file)


def open_worker(work: Work) -> Worker:
    """Open the book or venue that the chunks are for."""
    if work.subject == "baseline":
        return _BookWorker()
    if work.subject == "reference":
        return _ReferenceWorker(work.stream)
    return KernelRuns(work.stream, Build(work.subject))


class _BookWorker:
    def __init__(self) -> None:
        self._book = Book()

    def run(self, chunk: list[BookCommand]) -> None:
        self._book.run(chunk)


class _ReferenceWorker:
    def __init__(self, stream: Stream) -> None:
        self._state = open_venue(stream.profile, stream.parameters())

    def run(self, chunk: list[Command]) -> None:
        for command in chunk:
            self._state, _outcome = step(self._state, command)


def _translated_segment(subject: str, segment: Segment) -> tuple[list[object], list[object]]:
    return list(translated(subject, segment.prepare)), list(translated(subject, segment.timed))

"""What is measured in processes of their own: memory, start-up, the build, instructions."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from attrs import evolve, frozen

from tallystick.conformance.bench.figures import Figure, figure_of
from tallystick.conformance.bench.rounds import Tell, builds
from tallystick.conformance.bench.streams import Load, Stream, write_down
from tallystick.conformance.bench.work import write_work
from tallystick.conformance.spec_files import CHECKOUT

CHILD = "tallystick.conformance.bench.child"
_HOOK = CHECKOUT.parent / "hatch_build.py"
_KERNEL = CHECKOUT.parent / "fast" / "tallystick" / "fast" / "kernel"
SPARE_ORDERS = 1_000
"""Room beyond the live orders, where memory is measured: capacity takes memory too."""
COUNTED_COMMANDS = 4_000
"""Of each of two segments: a counter of instructions makes everything fifty times slower."""
_VALGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
_COUNTED = re.compile(r"I\s+refs:\s+([0-9,]+)")


class ChildError(RuntimeError):
    """A process did not do what it was started for."""


@frozen
class Memory:
    """Of a process that holds the live orders of a stream, in bytes."""

    stream: str
    subject: str
    live_orders: int
    before_bytes: int
    opened_bytes: int
    resident_bytes: int
    peak_bytes: int

    @property
    def bytes_per_live_order(self) -> float:
        """What the process grew by since before it opened anything."""
        return (self.resident_bytes - self.before_bytes) / self.live_orders


@frozen
class StartUp:
    """Seconds of processor time of one engine, by what was done."""

    target: str
    seconds: dict[str, Figure]


@frozen
class Instructions:
    """Instructions that one command takes, fills included."""

    stream: str
    subject: str
    per_command: float


def measure_memory(streams: Sequence[Stream], seed: int, tell: Tell) -> Iterator[Memory]:
    """Memory of the book and of every build, and of the reference where it can run."""
    for stream in streams:
        live_orders = stream.shape.live_orders
        fitting = evolve(stream, max_orders=live_orders + SPARE_ORDERS)
        load = write_down(fitting, seed, rounds=0)
        for subject in _subjects(stream):
            tell(f"{stream.name}: memory of {subject}")
            with _work_file(subject, load) as path:
                answer = _answer(_child("memory", str(path)))
            yield Memory(stream.name, subject, live_orders, **answer)


def measure_start_up(rounds: int, tell: Tell) -> Iterator[StartUp]:
    """Import and open every engine in fresh processes."""
    for target in ("reference", *(f"fast:{build}" for build in builds())):
        tell(f"start-up of {target}")
        answers = [_answer(_child("start-up", target)) for _ in range(rounds)]
        figures = {name: figure_of(answer[name] for answer in answers) for name in answers[0]}
        yield StartUp(target, figures)


def check_build() -> None:
    """ChildError if the kernel cannot be compiled from here."""
    if not _HOOK.is_file():
        raise ChildError("the kernel can be compiled only in a checkout, and this is none")


def measure_build(tell: Tell) -> float:
    """Seconds, by the clock on the wall, to compile the kernel from nothing."""
    tell("compiling the kernel")
    with tempfile.TemporaryDirectory(prefix="tallystick-bench-") as stage:
        began = perf_counter()
        answer = _answer(_child("build", str(_KERNEL), str(_HOOK), stage))
        seconds = perf_counter() - began
    if not answer["libraries"]:
        raise ChildError("the build made no library")
    return seconds


def check_valgrind() -> None:
    """ChildError if there is none."""
    if shutil.which(_VALGRIND[0]) is None:
        raise ChildError("instructions are counted by valgrind, which is not installed")


def count_instructions(streams: Sequence[Stream], seed: int, tell: Tell) -> Iterator[Instructions]:
    """Count by valgrind, as what two segments of commands take more than one."""
    for stream in streams:
        counted = min(COUNTED_COMMANDS, stream.commands_per_round)
        load = write_down(evolve(stream, commands_per_round=counted), seed, rounds=2)
        for subject in ("baseline", str(builds()[0])):
            tell(f"{stream.name}: counting instructions of {subject}")
            with _work_file(subject, load) as path:
                one, two = (_instructions(path, segments) for segments in (1, 2))
            yield Instructions(stream.name, subject, (two - one) / counted)


def _subjects(stream: Stream) -> tuple[str, ...]:
    names = ("baseline", *map(str, builds()))
    return (*names, "reference") if "reference" in stream.subjects else names


def _instructions(path: Path, segments: int) -> int:
    command = (*_VALGRIND, *_child("count", str(path), str(segments)))
    found = _COUNTED.search(_run(command).stderr)
    if found is None:
        raise ChildError("valgrind did not say how many instructions it saw")
    return int(found.group(1).replace(",", ""))


@contextmanager
def _work_file(subject: str, load: Load) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tallystick-bench-") as folder:
        path = Path(folder) / "work"
        write_work(path, subject, load)
        yield path


def _child(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", CHILD, *arguments)


def _answer(command: Sequence[str]) -> Any:
    return json.loads(_run(command).stdout.splitlines()[-1])


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    # Sets and dictionaries of words are laid out by a random hash otherwise: other instructions.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        # Valgrind's own lines begin so.
        said = [line for line in done.stderr.splitlines() if line and not line.startswith("==")]
        raise ChildError(
            f"a process of the measurement failed: {(said or ['it said nothing'])[-1]}"
        )
    return done

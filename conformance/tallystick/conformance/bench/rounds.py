"""Interleaved rounds: baseline, subject, subject, then the same again with the next commands.

A ratio is taken within one round, so that a machine that is slower for a while changes it little.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from attrs import frozen

from tallystick.conformance.bench.results import StreamResult
from tallystick.conformance.bench.single_steps import SingleSteps
from tallystick.conformance.bench.streams import GROWTH, Load, Stream, write_down
from tallystick.conformance.bench.subjects import (
    ApplyAllSubject,
    BaselineSubject,
    KernelSubject,
    ReferenceSubject,
    Subject,
)
from tallystick.fast import Build, status

Tell = Callable[[str], None]
"""Is told what is done now."""


@frozen
class _Opened:
    """A load with all that runs it."""

    load: Load
    subjects: tuple[Subject, ...]
    single: SingleSteps | None
    result: StreamResult


@cache
def builds() -> tuple[Build, ...]:
    """The builds of the kernel that can run here, the compiled one first; the same for one run."""
    if status() is Build.COMPILED:
        return Build.COMPILED, Build.INTERPRETED
    return (Build.INTERPRETED,)


def measure(
    streams: Sequence[Stream], seed: int, rounds: int, tell: Tell
) -> Iterator[StreamResult]:
    """Measure streams one after another, those of `GROWTH` together."""
    for group in _groups(streams):
        with without_collection():
            opened = [_open(stream, seed, rounds, tell) for stream in group]
            for number in range(rounds):
                for one in opened:
                    tell(f"{one.load.stream.name}: round {number + 1} of {rounds}")
                    _run_round(one, number)
            results = [one.result for one in opened]
            del opened
        yield from results


def _groups(streams: Sequence[Stream]) -> Iterator[list[Stream]]:
    together = [stream for stream in streams if stream.name in GROWTH]
    if together:
        yield together
    for stream in streams:
        if stream.name not in GROWTH:
            yield [stream]


def _open(stream: Stream, seed: int, rounds: int, tell: Tell) -> _Opened:
    tell(f"{stream.name}: writing down the commands")
    load = write_down(stream, seed, rounds)
    subjects: list[Subject] = [BaselineSubject()]
    subjects += [KernelSubject(stream, build) for build in builds()]
    if "apply_all" in stream.subjects:
        subjects.append(ApplyAllSubject(stream, builds()[0]))
    if "reference" in stream.subjects:
        subjects.append(ReferenceSubject(stream))
    single = SingleSteps(stream, builds()[0]) if "single" in stream.subjects else None
    for subject in subjects:
        tell(f"{stream.name}: setting up {subject.name}")
        subject.set_up(load)
    if single is not None:
        single.set_up(load)
    result = StreamResult(stream, load.rejected)
    return _Opened(load, tuple(subjects), single, result)


def _run_round(opened: _Opened, number: int) -> None:
    segment = opened.load.segments[number]
    warm_up = opened.load.stream.warm_up_commands
    for subject in opened.subjects:
        subject.run(segment.prepare)
        timing = subject.time(segment.timed, in_full=number == 0, warm_up=warm_up)
        opened.result.timings.setdefault(subject.name, []).append(timing)
    if opened.single is not None:
        opened.single.run(segment.prepare)
        opened.result.steps.append(opened.single.time(segment.timed, warm_up))


@contextmanager
def without_collection() -> Iterator[None]:
    """No garbage collection, as nobody knows in whose time it would fall."""
    was_enabled = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

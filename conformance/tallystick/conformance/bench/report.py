"""The report of a measurement, for people and for machines."""

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import asdict, frozen
from rich.console import Console, Group, RenderableType

from tallystick.conformance.bench.figures import figure_of
from tallystick.conformance.bench.floors import Floor, floors
from tallystick.conformance.bench.lending_rounds import LendResult
from tallystick.conformance.bench.machine import Machine
from tallystick.conformance.bench.margin_floors import margin_floors
from tallystick.conformance.bench.margin_rounds import MarginResult
from tallystick.conformance.bench.margin_tables import margin_object, margin_table, sweeps_table
from tallystick.conformance.bench.perp_rounds import PerpResult
from tallystick.conformance.bench.processes import Instructions, Memory, StartUp
from tallystick.conformance.bench.results import BASELINE, StreamResult
from tallystick.conformance.bench.tables import (
    instructions_table,
    lending_table,
    memory_table,
    perp_table,
    short,
    start_up_table,
    steps_table,
    streams_table,
    touched_table,
)

FORMAT = "tallystick-bench/1"
WIDTH = 132
"""Of the tables, where no terminal says how wide it is."""


@frozen
class Report:
    """All that was measured in one run."""

    machine: Machine
    seed: int
    rounds: int
    is_quick: bool
    results: tuple[StreamResult, ...]
    lending: tuple[LendResult, ...] = ()
    perpetual: tuple[PerpResult, ...] = ()
    margin: tuple[MarginResult, ...] = ()
    memory: tuple[Memory, ...] = ()
    start_up: tuple[StartUp, ...] = ()
    build_seconds: float | None = None
    instructions: tuple[Instructions, ...] = ()

    def floors(self) -> tuple[Floor, ...]:
        """What should be reached; nothing is told of a quick look, which is another load."""
        if self.is_quick:
            return ()
        by_name = {result.stream.name: result for result in self.results}
        lending = {result.stream.name: result for result in self.lending}
        perpetual = {result.stream.name: result for result in self.perpetual}
        margin = {result.stream.name: result for result in self.margin}
        return (*floors(by_name, lending, perpetual), *margin_floors(by_name, margin))

    def disagreements(self) -> tuple[str, ...]:
        """Where engines did not do the same."""
        plain = (text for result in self.results for text in result.disagreements())
        lending = (text for result in self.lending for text in result.disagreements())
        perpetual = (text for result in self.perpetual for text in result.disagreements())
        margin = (text for result in self.margin for text in result.disagreements())
        return (*plain, *lending, *perpetual, *margin)


def report_object(report: Report) -> dict[str, Any]:
    """The report as one JSON object; every figure has its median and its spread."""
    return {
        "format": FORMAT,
        "machine": asdict(report.machine),
        "warnings": list(report.machine.warnings()),
        "seed": report.seed,
        "rounds": report.rounds,
        "quick": report.is_quick,
        "streams": [_stream_object(result) for result in report.results],
        "lending": [_lending_object(result) for result in report.lending],
        "perpetual": [_perp_object(result) for result in report.perpetual],
        "margin": [margin_object(result) for result in report.margin],
        "memory": [
            {**asdict(memory), "bytes_per_live_order": memory.bytes_per_live_order}
            for memory in report.memory
        ],
        "start_up": [asdict(start_up) for start_up in report.start_up],
        "build_seconds": report.build_seconds,
        "instructions": [asdict(count) for count in report.instructions],
        "floors": [asdict(floor) for floor in report.floors()],
        "disagreements": list(report.disagreements()),
    }


def print_report(report: Report, console: Console) -> None:
    """Tables for people, what was reached below them."""
    if not console.is_terminal:
        console.width = WIDTH
    console.print(Group(*_parts(report)), highlight=False, markup=False)


def _stream_object(result: StreamResult) -> dict[str, Any]:
    stream = result.stream
    return {
        "name": stream.name,
        "profile": stream.profile,
        "live_orders": stream.shape.live_orders,
        "commands": [timing.commands for timing in result.timings[BASELINE]],
        "trades": [timing.trades for timing in result.timings[BASELINE]],
        "rejected": result.rejected,
        "events_sha256": _events_digest(result),
        "empty_loop_ns_per_command": asdict(result.empty_loop()),
        "subjects": {
            name: {
                "ns_per_command": _figure(result.nanoseconds_per_command(name)),
                "ns_per_unit": _figure(result.nanoseconds_per_unit(name)),
                "times_baseline": asdict(result.times_baseline(name)),
            }
            for name in result.timings
        },
        "single_steps": _steps_object(result),
    }


def _lending_object(result: LendResult) -> dict[str, Any]:
    return {
        "name": result.stream.name,
        "profile": result.stream.profile,
        "subjects": [
            {
                "open_loans": open_loans,
                "subject": subject,
                "commands": [timing.commands for timing in timings],
                "events_sha256": timings[0].events_digest,
                "ns_per_command": _figure(result.nanoseconds_per_command(open_loans, subject)),
            }
            for (open_loans, subject), timings in result.timings.items()
        ],
    }


def _perp_object(result: PerpResult) -> dict[str, Any]:
    return {
        "name": result.stream.name,
        "profile": result.stream.profile,
        "touched_legs": asdict(result.touched),
        "subjects": [
            {
                "others": others,
                "subject": subject,
                "commands": [timing.commands for timing in timings],
                "events_sha256": timings[0].events_digest,
                "ns_per_command": _figure(result.nanoseconds_per_command(others, subject)),
                "ns_per_leg": _figure(result.nanoseconds_per_leg(others, subject)),
            }
            for (others, subject), timings in result.timings.items()
        ],
    }


def _events_digest(result: StreamResult) -> str | None:
    """Of the first round, if an engine with events ran."""
    digests = (timings[0].events_digest for timings in result.timings.values())
    return next((digest for digest in digests if digest), None)


def _steps_object(result: StreamResult) -> dict[str, Any] | None:
    steps = result.steps
    if not steps:
        return None
    return {
        "step_p50_ns": _figure(step.step_p50_nanoseconds for step in steps),
        "step_p99_ns": _figure(step.step_p99_nanoseconds for step in steps),
        "empty_p50_ns": _figure(step.empty_p50_nanoseconds for step in steps),
        "empty_p99_ns": _figure(step.empty_p99_nanoseconds for step in steps),
        "beyond_p50_ns": _figure(step.beyond_p50_nanoseconds for step in steps),
        "beyond_p99_ns": _figure(step.beyond_p99_nanoseconds for step in steps),
    }


def _figure(numbers: Iterable[float]) -> dict[str, Any]:
    return asdict(figure_of(numbers))


def _parts(report: Report) -> Iterator[RenderableType]:
    machine = report.machine
    yield f"{machine.processor}, {machine.cores} cores; {machine.system}; {machine.python}"
    yield f"fast engine {machine.fast_engine}; load average {short(machine.load_average)}"
    yield (
        f"seed {report.seed}, {report.rounds} rounds{', quick' if report.is_quick else ''};"
        " medians, in brackets the smallest and the largest; processor time of one thread"
    )
    for warning in machine.warnings():
        yield f"WARNING {warning}"
    if report.results:
        yield streams_table(report.results)
    if report.lending:
        yield lending_table(report.lending)
    if report.perpetual:
        yield perp_table(report.perpetual)
        yield touched_table(report.perpetual)
    if report.margin:
        yield margin_table(report.margin)
        yield sweeps_table(report.margin)
    if any(result.steps for result in report.results):
        yield steps_table(report.results)
    if report.instructions:
        yield instructions_table(report.instructions)
    if report.memory:
        yield memory_table(report.memory)
    if report.start_up:
        yield start_up_table(report.start_up)
    if report.build_seconds is not None:
        yield f"compiling the kernel: {report.build_seconds:.1f} s by the clock on the wall"
    for text in report.disagreements():
        yield f"DIFFERENT {text}"
    if report.is_quick:
        yield "floors are not judged: a quick look is another load"
    yield from map(_floor_line, report.floors())


def _floor_line(floor: Floor) -> str:
    if floor.measured is None:
        return f"  --  {floor.name}: not measured ({floor.wanted})"
    mark = "PASS" if floor.is_met else "MISS"
    return f"{mark:>4}  {floor.name}: {short(floor.measured)} ({floor.wanted})"

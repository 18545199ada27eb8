"""What one run of `tallystick bench` is to measure."""

from attrs import frozen

from tallystick.conformance.bench.lending_rounds import measure_lending
from tallystick.conformance.bench.lending_streams import LendStream
from tallystick.conformance.bench.machine import this_machine
from tallystick.conformance.bench.margin_rounds import measure_margin
from tallystick.conformance.bench.margin_streams import MarginStream
from tallystick.conformance.bench.perp_rounds import measure_perp
from tallystick.conformance.bench.perp_streams import PerpStream
from tallystick.conformance.bench.processes import (
    check_build,
    check_valgrind,
    count_instructions,
    measure_build,
    measure_memory,
    measure_start_up,
)
from tallystick.conformance.bench.report import Report
from tallystick.conformance.bench.rounds import Tell, measure
from tallystick.conformance.bench.streams import Stream

COUNTED = ("steady", "spot-steady")
"""Streams of which instructions are counted if none was named."""


@frozen
class Plan:
    """`is_whole` if no stream was named: then some figures are made of some streams only."""

    streams: tuple[Stream, ...]
    lending: tuple[LendStream, ...]
    perpetual: tuple[PerpStream, ...]
    margin: tuple[MarginStream, ...]
    seed: int
    rounds: int
    is_quick: bool
    is_whole: bool
    with_memory: bool
    with_start_up: bool
    with_build: bool
    with_instructions: bool


def measured(plan: Plan, tell: Tell) -> Report:
    """Measure all of it; ChildError, before anything else, if something cannot be measured here."""
    if plan.with_build:
        check_build()
    if plan.with_instructions:
        check_valgrind()
    machine = this_machine()
    return Report(
        machine=machine,
        seed=plan.seed,
        rounds=plan.rounds,
        is_quick=plan.is_quick,
        results=tuple(measure(plan.streams, plan.seed, plan.rounds, tell)),
        lending=tuple(measure_lending(plan.lending, plan.seed, plan.rounds, tell)),
        perpetual=tuple(measure_perp(plan.perpetual, plan.seed, plan.rounds, tell)),
        margin=tuple(measure_margin(plan.margin, plan.seed, plan.rounds, tell)),
        memory=tuple(measure_memory(_held(plan), plan.seed, tell)),
        start_up=tuple(measure_start_up(plan.rounds, tell)) if plan.with_start_up else (),
        build_seconds=measure_build(tell) if plan.with_build else None,
        instructions=tuple(count_instructions(_counted(plan), plan.seed, tell)),
    )


def _held(plan: Plan) -> list[Stream]:
    """The streams whose orders are held in memory to see how much that takes."""
    if not plan.with_memory:
        return []
    holding = (stream for stream in plan.streams if stream.shape.live_orders)
    return [stream for stream in holding if stream.measures_memory or not plan.is_whole]


def _counted(plan: Plan) -> list[Stream]:
    if not plan.with_instructions:
        return []
    return [stream for stream in plan.streams if stream.name in COUNTED or not plan.is_whole]

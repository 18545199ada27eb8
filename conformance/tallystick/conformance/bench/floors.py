"""What the engines should reach: told as met or missed, never a test that depends on a clock."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from attrs import frozen

from tallystick.conformance.bench.figures import figure_of, ratios
from tallystick.conformance.bench.lending_rounds import LendResult
from tallystick.conformance.bench.lending_streams import FEW_LOANS, LEND_STREAMS, MANY_LOANS
from tallystick.conformance.bench.perp_rounds import PerpResult
from tallystick.conformance.bench.perp_streams import FEW_OTHERS, MANY_OTHERS, PERP_STREAMS
from tallystick.conformance.bench.results import StreamResult
from tallystick.fast import Build

MATCHING_FLOOR, MATCHING_AIM = 10, 25
SETTLING_FLOOR, SETTLING_AIM = 5, 12
GROWTH_LIMIT = 3
WORST_STREAM_LIMIT = 8
STEP_LIMIT_NANOSECONDS = 1_000
REFERENCE_FLOOR = 2_000
"""Commands a second."""
NO_LENDING: Mapping[str, LendResult] = MappingProxyType({})
NO_PERPETUAL: Mapping[str, PerpResult] = MappingProxyType({})


@frozen
class Floor:
    """One line of the verdict; `measured` is None where the run has no figure for it."""

    name: str
    wanted: str
    measured: float | None
    is_met: bool


def floors(
    results: Mapping[str, StreamResult],
    lending: Mapping[str, LendResult] = NO_LENDING,
    perpetual: Mapping[str, PerpResult] = NO_PERPETUAL,
) -> Iterator[Floor]:
    """Every floor, in the light of these streams by name: books, loans, perpetual futures."""
    for name in ("steady", "deep"):
        yield _times_baseline(name, results.get(name), MATCHING_FLOOR, MATCHING_AIM)
    for name in ("spot-steady", "spot-deep"):
        yield _times_baseline(name, results.get(name), SETTLING_FLOOR, SETTLING_AIM)
    yield _growth(results.get("steady"), results.get("steady-200000"))
    yield from _worst_streams(results)
    yield from _single_steps(results)
    yield _reference(results.get("reference"))
    for name in LEND_STREAMS:
        yield _growth_beside_loans(name, lending.get(name))
    for name in PERP_STREAMS:
        yield _growth_beside_accounts(name, perpetual.get(name))


def _times_baseline(name: str, result: StreamResult | None, floor: int, aim: int) -> Floor:
    measured = None
    if result is not None and Build.COMPILED in result.timings:
        measured = result.times_baseline(Build.COMPILED).median
    is_met = measured is not None and measured >= floor
    title = f"{name}: compiled batch, times as fast as the baseline"
    return Floor(title, f"at least {floor}, aim {aim}", measured, is_met)


def _growth(few: StreamResult | None, many: StreamResult | None) -> Floor:
    measured = None
    if few is not None and many is not None and Build.COMPILED in few.timings:
        measured = ratios(
            many.nanoseconds_per_command(Build.COMPILED),
            few.nanoseconds_per_command(Build.COMPILED),
        ).median
    is_met = measured is not None and measured < GROWTH_LIMIT
    title = "cost of a command with 200,000 live orders, times that with 2,000"
    return Floor(title, f"below {GROWTH_LIMIT}", measured, is_met)


def _growth_beside_loans(name: str, result: LendResult | None) -> Floor:
    growth = None if result is None else result.growth(Build.COMPILED)
    measured = None if growth is None else growth.median
    is_met = measured is not None and measured < GROWTH_LIMIT
    beside = f"beside {MANY_LOANS:,} loans of others, times that beside {FEW_LOANS:,}"
    return Floor(f"{name}: cost of a command {beside}", f"below {GROWTH_LIMIT}", measured, is_met)


def _growth_beside_accounts(name: str, result: PerpResult | None) -> Floor:
    growth = None if result is None else result.growth(Build.COMPILED)
    measured = None if growth is None else growth.median
    is_met = measured is not None and measured < GROWTH_LIMIT
    beside = f"beside {MANY_OTHERS:,} accounts with legs, times that beside {FEW_OTHERS:,}"
    return Floor(f"{name}: cost of a command {beside}", f"below {GROWTH_LIMIT}", measured, is_met)


def _worst_streams(results: Mapping[str, StreamResult]) -> Iterator[Floor]:
    steady = results.get("steady")
    wanted = f"at most {WORST_STREAM_LIMIT}"
    if steady is None or Build.COMPILED not in steady.timings:
        yield Floor("every stream: cost of a command or fill, times steady", wanted, None, False)
        return
    unit = figure_of(steady.nanoseconds_per_unit(Build.COMPILED)).median
    for name, result in results.items():
        if name not in ("steady", "reference"):
            cost = figure_of(result.nanoseconds_per_unit(Build.COMPILED)).median
            title = f"{name}: cost of a command or fill, times steady"
            yield Floor(title, wanted, cost / unit, cost / unit <= WORST_STREAM_LIMIT)


def _single_steps(results: Mapping[str, StreamResult]) -> Iterator[Floor]:
    wanted = f"below {STEP_LIMIT_NANOSECONDS:,}"
    compiled = [
        result for result in results.values() if result.steps and Build.COMPILED in result.timings
    ]
    for result in compiled:
        title = f"{result.stream.name}: median single step beyond an empty call, ns"
        beyond = figure_of(step.beyond_p50_nanoseconds for step in result.steps).median
        yield Floor(title, wanted, beyond, beyond < STEP_LIMIT_NANOSECONDS)
    if not compiled:
        yield Floor("median single step beyond an empty call, ns", wanted, None, False)


def _reference(result: StreamResult | None) -> Floor:
    measured = None
    if result is not None and "reference" in result.timings:
        per_command = figure_of(result.nanoseconds_per_command("reference")).median
        measured = 1e9 / per_command
    is_met = measured is not None and measured >= REFERENCE_FLOOR
    title = "reference: commands a second, 2,000 live orders, 1,000 accounts"
    return Floor(title, f"at least {REFERENCE_FLOOR:,}", measured, is_met)

"""What valuations should reach: beside plain Python, beside plain matching, and as they grow."""

from collections.abc import Iterator, Mapping

from tallystick.conformance.bench.figures import figure_of, ratios
from tallystick.conformance.bench.floors import GROWTH_LIMIT, Floor
from tallystick.conformance.bench.margin_rounds import MarginResult
from tallystick.conformance.bench.margin_streams import (
    FEW_ACCOUNTS,
    MANY_ACCOUNTS,
    MARGIN_STREAMS,
)
from tallystick.conformance.bench.results import StreamResult
from tallystick.fast import Build

CHECK_FLOOR = 10
"""Times as fast as the baseline."""
STEADY_LIMIT = 16
"""Times as much as a command of steady."""
STEADY, FEWER, MORE = "steady", "margin-16", "margin-64"


def margin_floors(
    results: Mapping[str, StreamResult], margin: Mapping[str, MarginResult]
) -> Iterator[Floor]:
    """Every floor about margin, in the light of these streams by name."""
    for name in MARGIN_STREAMS:
        yield _times_baseline(name, margin.get(name))
    yield _times_steady(results.get(STEADY), margin.get(FEWER))
    yield _own_orders(margin.get(FEWER), margin.get(MORE))
    for name in MARGIN_STREAMS:
        yield _growth(name, margin.get(name))


def _times_baseline(name: str, result: MarginResult | None) -> Floor:
    figure = None if result is None else result.times_baseline(Build.COMPILED)
    measured = None if figure is None else figure.median
    is_met = measured is not None and measured >= CHECK_FLOOR
    title = f"{name}: compiled batch, times as fast as valuations in plain Python"
    return Floor(title, f"at least {CHECK_FLOOR}", measured, is_met)


def _times_steady(steady: StreamResult | None, result: MarginResult | None) -> Floor:
    """Rounds of different streams are not the same minute: medians are compared."""
    measured = None
    if steady is not None and Build.COMPILED in steady.timings:
        checked = _few(result)
        if checked is not None:
            per_command = figure_of(steady.nanoseconds_per_command(Build.COMPILED)).median
            measured = figure_of(checked).median / per_command
    is_met = measured is not None and measured <= STEADY_LIMIT
    title = f"{FEWER}: cost of a checked order, times that of a command of {STEADY}"
    return Floor(title, f"at most {STEADY_LIMIT}", measured, is_met)


def _own_orders(fewer: MarginResult | None, more: MarginResult | None) -> Floor:
    """Linear at worst: four times the orders, four times the cost."""
    costs = _few(fewer), _few(more)
    measured = None
    if costs[0] is not None and costs[1] is not None:
        measured = ratios(costs[1], costs[0]).median
    limit = MARGIN_STREAMS[MORE].orders // MARGIN_STREAMS[FEWER].orders
    is_met = measured is not None and measured <= limit
    title = "cost of a checked order with 64 open orders of the account, times that with 16"
    return Floor(title, f"at most {limit}", measured, is_met)


def _growth(name: str, result: MarginResult | None) -> Floor:
    growth = None if result is None else result.growth(Build.COMPILED)
    measured = None if growth is None else growth.median
    is_met = measured is not None and measured < GROWTH_LIMIT
    beside = f"with {MANY_ACCOUNTS:,} accounts, times that with {FEW_ACCOUNTS:,}"
    return Floor(
        f"{name}: cost of a checked order {beside}", f"below {GROWTH_LIMIT}", measured, is_met
    )


def _few(result: MarginResult | None) -> list[float] | None:
    """Nanoseconds of a checked order of every round, with few accounts, if that ran."""
    if result is None or (result.stream.accounts, Build.COMPILED) not in result.timings:
        return None
    return result.nanoseconds_per_command(result.stream.accounts, Build.COMPILED)

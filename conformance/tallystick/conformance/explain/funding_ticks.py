"""How every tick of a perpetual market came to its rate and index (PRP-017, PRP-018), in sums."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from tallystick.conformance.explain.cases import ExplainError
from tallystick.conformance.explain.perp_runs import Run, run_with_dumps
from tallystick.conformance.explain.perp_views import PerpMarket, perp_markets, signed
from tallystick.conformance.explain.sums import Sum, sum_of
from tallystick.conformance.runner import Limits
from tallystick.conformance.verdicts import Case
from tallystick.reference.types.choices import FundingSource
from tallystick.reference.types.commands import AdvanceTime, Command
from tallystick.reference.types.dump import FundingDump
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.perp_events import FundingTicked
from tallystick.reference.types.units import Lots, MarketId, Premium

RATE_UNITS = 10_000_000
PREMIUM_UNITS = 1_000_000_000
"""An average premium is told in units of one thousand-millionth of the mark."""
STEP_BOUND, RATE_BOUND = 500, 30_000


@frozen
class TickStory:
    """One event `funding_ticked`: of one tick, or of several that are alike."""

    number: int
    """Of the command, from 1."""
    event: FundingTicked
    window_lots: Lots
    window_premium: Premium
    is_step_clamped: bool
    is_rate_clamped: bool
    sums: tuple[Sum, ...]
    """Of the rate, then of the index; the last two are index and remainder."""


@frozen
class FundingStory:
    """All ticks of a market, and how its funding stands at the end."""

    name: str
    target: str
    market: PerpMarket
    ticks: tuple[TickStory, ...]
    differences: tuple[str, ...]
    """Where the engine's state or events are not what the rules give."""

    @property
    def count(self) -> int:
        """Ticks made."""
        return sum(tick.event.ticks for tick in self.ticks)

    @property
    def rate_sum(self) -> int:
        """The sum of the rates of all ticks."""
        return sum(tick.event.ticks * tick.event.rate for tick in self.ticks)

    def count_where(self, tick_is: str) -> int:
        """Ticks whose `is_...` is true."""
        return sum(tick.event.ticks for tick in self.ticks if getattr(tick, tick_is))


def explain_funding(
    name: str, case: Case, target: str, limits: Limits, market: MarketId | None
) -> FundingStory:
    """Run a case and follow one market; ExplainError if there is none, or several to choose from.

    EngineFailedError if the engine fails; UnsupportedTargetError for one that shows no state.
    """

    def is_time(_number: int, command: Command) -> bool:
        return isinstance(command, AdvanceTime)

    run = run_with_dumps(case, target, limits, is_time)
    end = {one.market: one for one in perp_markets(run.end)}
    if not end:
        raise ExplainError(f"{name} has no perpetual market")
    if market is None and len(end) > 1:
        known = ", ".join(map(str, end))
        raise ExplainError(f"{name} has several perpetual markets: choose --market of {known}")
    chosen = next(iter(end)) if market is None else market
    if chosen not in end:
        known = ", ".join(map(str, end))
        raise ExplainError(f"{chosen} is no perpetual market of {name}; known: {known}")
    ticks: list[TickStory] = []
    differences: list[str] = []
    for told in _commands_with_ticks(run, chosen):
        for tick, problem in told:
            ticks.append(tick)
            if problem:
                differences.append(f"command {tick.number}: {problem}")
    return FundingStory(name, target, end[chosen], tuple(ticks), tuple(differences))


def _commands_with_ticks(run: Run, market: MarketId) -> Iterator[Iterator[tuple[TickStory, str]]]:
    for number, dump in run.before.items():
        events = ticks_of(run.outcomes[number - 1], market)
        if events:
            before = next(one for one in perp_markets(dump) if one.market == market)
            yield told_ticks(number, before, events)


def ticks_of(outcome: Outcome, market: MarketId) -> tuple[FundingTicked, ...]:
    """The events of a market's ticks."""
    events = outcome.events if isinstance(outcome, Accepted) else ()
    return tuple(
        event for event in events if isinstance(event, FundingTicked) and event.market == market
    )


def told_ticks(
    number: int, market: PerpMarket, events: Sequence[FundingTicked]
) -> Iterator[tuple[TickStory, str]]:
    """The ticks of one command, and what is wrong with each; `market` is as it was before."""
    funding = market.funding
    rate, index, remainder = int(funding.rate), int(funding.index), int(funding.remainder)
    windows = [(funding.lots, funding.premium), (funding.next_lots, funding.next_premium)]
    for place, event in enumerate(events):
        lots, premium = windows[place] if place < len(windows) else (Lots(0), Premium(0))
        rate_sums, step_clamped, rate_clamped = _renewal(funding, rate, lots, premium)
        rate = rate_sums[-1].equals
        index_sums = _index_sums(market.mark, rate, index, remainder, event.ticks)
        if market.mark is not None:
            index, remainder = index_sums[-2].equals, index_sums[-1].equals
        problem = ""
        for name, told, wanted in (("rate", event.rate, rate), ("index", event.index, index)):
            if told != wanted:
                problem = problem or f"{name}: the event says {told}, the rules give {wanted}"
        sums = (*rate_sums, *index_sums)
        yield (
            TickStory(number, event, lots, premium, step_clamped, rate_clamped, sums),
            problem,
        )


def _renewal(
    funding: FundingDump, rate: int, lots: Lots, premium: Premium
) -> tuple[tuple[Sum, ...], bool, bool]:
    """The rate's sums, the last of them the new rate, and what was held within its bounds."""
    if funding.source is FundingSource.PUBLISHED:
        published = rate if funding.published_rate is None else int(funding.published_rate)
        return (Sum("rate", str(published), published),), False, False
    if lots == 0:
        return (Sum("rate", str(rate), rate),), False, False
    average = sum_of(
        "average premium", f"floor_div({signed(premium)} * {PREMIUM_UNITS}, {lots} * 2^30)"
    )
    if premium >= 0:
        change = sum_of("change", f"floor_div({premium} * {RATE_UNITS}, {lots} * 2^31)")
    else:
        # Toward zero.
        change = sum_of("change", f"-floor_div({-premium} * {RATE_UNITS}, {lots} * 2^31)")
    step = sum_of("step", f"max(-{STEP_BOUND}, min({STEP_BOUND}, {change.equals}))")
    moved = f"{signed(rate)} + {signed(step.equals)}"
    new = sum_of("rate", f"max(-{RATE_BOUND}, min({RATE_BOUND}, {moved}))")
    sums = (average, change, step, new)
    return sums, step.equals != change.equals, new.equals != rate + step.equals


def _index_sums(
    mark: int | None, rate: int, index: int, remainder: int, ticks: int
) -> tuple[Sum, ...]:
    """Total, index and remainder; none without a mark (PRP-017)."""
    if mark is None:
        return ()
    times = "" if ticks == 1 else f"{ticks} * "
    total = sum_of("total", f"{times}{signed(rate)} * {mark} + {remainder}")
    quotient = f"floor_div({signed(total.equals)}, {RATE_UNITS})"
    after = sum_of("index", f"{signed(index)} + {quotient}")
    left = f"{signed(total.equals)} - {RATE_UNITS} * {signed(after.equals - index)}"
    return total, after, sum_of("remainder", left)

"""Positions of an account and the funding of a market as plain text of at most 100 columns."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from tallystick.conformance.explain.funding_ticks import FundingStory, TickStory
from tallystick.conformance.explain.network_text import lots_words, table, with_sign
from tallystick.conformance.explain.perp_views import TREASURY
from tallystick.conformance.explain.positions import MarketView, Standing
from tallystick.conformance.explain.sums import Sum
from tallystick.conformance.explain.text import INDENT, clock, folded
from tallystick.reference.types.choices import FundingSource
from tallystick.reference.types.dump import DebtDump
from tallystick.reference.types.units import AccountId, Milliseconds


@folded
def standing_lines(standing: Standing) -> Iterator[str]:
    """Positions, debts and wealth of one account."""
    yield (
        f"account {standing.account} in the end of {standing.name}, on {standing.target};"
        f" now is {standing.now} ms"
    )
    if not standing.markets:
        yield "no position"
    for view in standing.markets:
        yield ""
        yield from _market_lines(view)
    for text, debts in (("owes", standing.owes), ("is owed", standing.is_owed)):
        if debts:
            yield ""
            yield text
            yield from _debt_lines(debts, standing)
    wealth = standing.wealth
    yield ""
    yield f"wealth  balance + what it is owed - what it owes + its legs = {_equal(wealth.total)}"


@folded
def funding_lines(story: FundingStory) -> Iterator[str]:
    """Every tick with its arithmetic, then what all of them come to."""
    market, funding = story.market, story.market.funding
    whose = f"funding of market {market.market} of {story.name}, on {story.target}"
    yield f"{whose}: source {funding.source}"
    yield "rates are in 1/10000000 of the mark for each tick, average premiums in 1/1000000000"
    for tick in story.ticks:
        yield ""
        yield from _tick_lines(tick, funding.source)
    yield ""
    yield from _statistics(story)
    for problem in story.differences:
        yield f"DIFFERENT {problem}"


def _market_lines(view: MarketView) -> Iterator[str]:
    market = view.market
    yield (
        f"market {market.market} of asset {market.asset}: mark {market.mark},"
        f" index {market.funding.index}, position {with_sign(view.position)}"
    )
    rows: list[tuple[object, ...]] = [
        ("leg", "lots", "counterparty", "unrealised profit", "accrued funding", "value")
    ]
    for one in view.legs:
        lots = one.leg.lots if one.is_long else -one.leg.lots
        amounts = (one.unrealised_profit, one.accrued_funding, one.value)
        cells = (one.leg.leg, with_sign(lots), f"account {one.counterparty}")
        rows.append((*cells, *map(with_sign, amounts)))
    for line in table(rows):
        yield f"{INDENT}{line}"
    for one in view.legs:
        yield f"{INDENT}leg {one.leg.leg}, to its long account {one.leg.long_account}"
        for part in one.sums:
            yield f"{INDENT * 2}{part.name:<18} {_equal(part)}"


def _debt_lines(debts: Sequence[DebtDump], standing: Standing) -> Iterator[str]:
    for debt in debts:
        other = debt.creditor if debt.debtor == standing.account else debt.debtor
        left = debt.due - standing.now
        when = f"in {clock(left)}" if left >= 0 else "overdue"
        yield f"{INDENT}{_party(other)}  {debt.atoms} atoms, due {debt.due} ms, {when}"


def _tick_lines(tick: TickStory, source: FundingSource) -> Iterator[str]:
    event = tick.event
    ticks = "tick" if event.ticks == 1 else f"{event.ticks} ticks alike, the last"
    yield f"{ticks} at {_time(event.tick_time)}, {event.tick_time} ms  (command {tick.number})"
    if source is FundingSource.BOOK:
        window = f"{lots_words(tick.window_lots)}, premium {tick.window_premium}"
        yield f"{INDENT}{'window':<18} {window if tick.window_lots else 'no trades'}"
    for one in tick.sums:
        clamped = (one.name == "step" and tick.is_step_clamped) or (
            one.name == "rate" and tick.is_rate_clamped
        )
        yield f"{INDENT}{one.name:<18} {_equal(one)}{', held within bounds' if clamped else ''}"
    if len(tick.sums) in (1, 4):
        yield f"{INDENT}{'index':<18} {event.index}: there is no mark"


def _statistics(story: FundingStory) -> Iterator[str]:
    funding, count = story.market.funding, story.count
    yield f"ticks         {count}"
    if count:
        low = min(story.ticks, key=lambda tick: tick.event.rate)
        high = max(story.ticks, key=lambda tick: tick.event.rate)
        yield f"rates         sum {story.rate_sum}, average {_average(story.rate_sum, count)}"
        for name, tick in (("lowest", low), ("highest", high)):
            yield f"{name:<13} {tick.event.rate} at {_time(tick.event.tick_time)}"
    if funding.source is FundingSource.BOOK and count:
        empty = sum(tick.event.ticks for tick in story.ticks if tick.window_lots == 0)
        yield f"windows       {count - empty} with trades, {empty} without"
        steps, rates = (story.count_where(f"is_{name}_clamped") for name in ("step", "rate"))
        yield f"held back     steps within 500: {steps}, rates within 30000: {rates}"
    yield f"in the end    rate {funding.rate}, index {funding.index}, remainder {funding.remainder}"
    who = "longs have paid shorts" if funding.index >= 0 else "shorts have paid longs"
    yield f"accrued       {who} {abs(funding.index)} atoms a lot, settled or not"


def _average(total: int, count: int) -> str:
    """With three decimals, toward zero."""
    thousandths = abs(total) * 1_000 // count
    sign = "-" if total < 0 < thousandths else ""
    return f"{sign}{thousandths // 1_000}.{thousandths % 1_000:03}"


def _equal(one: Sum) -> str:
    plain = one.expression == str(one.equals)
    return one.expression if plain else f"{one.expression} = {one.equals}"


def _time(milliseconds: Milliseconds) -> str:
    """In UTC, to the minute; ticks are on the hour and far before the year 9999."""
    return f"{datetime.fromtimestamp(milliseconds // 1_000, UTC):%Y-%m-%d %H:%M}"


def _party(account: AccountId) -> str:
    return "the treasury" if account == TREASURY else f"account {account}"

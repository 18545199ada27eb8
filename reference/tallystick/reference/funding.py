"""Funding: samples of trades, windows, ticks and rates of both sources (PRP-015 to PRP-021)."""

from attrs import evolve

from tallystick.reference.book import places_of
from tallystick.reference.crossing import capacity_lots, is_live
from tallystick.reference.legs import funding_of, is_perpetual, mark_of, position_room
from tallystick.reference.perpetual import (
    TICK_MILLISECONDS,
    WINDOW_LOTS_BOUND,
    Funding,
    counts_in_this_window,
    index_after,
    premium_bound,
    premium_of,
    rate_after,
    ticks_up_to,
)
from tallystick.reference.state import Market, State, perpetual_parameters, with_market
from tallystick.reference.types.choices import FundingSource, Side
from tallystick.reference.types.perp_commands import SetFundingRate
from tallystick.reference.types.perp_events import FundingRateSet, FundingTicked
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    Count,
    FundingIndex,
    FundingRate,
    FundingRemainder,
    Lots,
    MarketId,
    Milliseconds,
    Premium,
    Price,
)
from tallystick.reference.verdict import Applied, Verdict

BestPrices = tuple[Price | None, Price | None]
"""Best bid and best offer, None where there is none (PRP-020)."""


def new_funding(source: FundingSource) -> Funding:
    """The funding of a market that was just listed (PRP-015)."""
    return Funding(  # [PRP-015]
        source=source,
        rate=FundingRate(0),
        published_rate=None,
        index=FundingIndex(0),
        remainder=FundingRemainder(0),
        lots=Lots(0),
        premium=Premium(0),
        next_lots=Lots(0),
        next_premium=Premium(0),
    )


def best_prices(state: State, market: MarketId) -> BestPrices:
    """Best bid and best offer; whose taker's walk begins stands on no side (PRP-020)."""
    return (  # [PRP-020]
        _best_price(state, state.markets[market], Side.BUY),
        _best_price(state, state.markets[market], Side.SELL),
    )


def with_sample(state: State, market_id: MarketId, best: BestPrices, lots: Lots) -> State:
    """The state after a trade has counted in a window of its market, if it does (PRP-019)."""
    market, (bid, offer) = state.markets[market_id], best
    funding = funding_of(market)
    if funding.source is not FundingSource.BOOK or bid is None or offer is None:  # [PRP-019]
        return state
    bound = premium_bound(perpetual_parameters(state).premium_sample_bound_permille)
    each = premium_of(bid, offer, mark_of(state, market_id), bound)  # [PRP-019]
    is_this = counts_in_this_window(state.now)  # [PRP-019]
    window = (
        (funding.lots, funding.premium) if is_this else (funding.next_lots, funding.next_premium)
    )
    total, premium = Lots(window[0] + lots), Premium(window[1] + lots * each)  # [PRP-019]
    if total > WINDOW_LOTS_BOUND:  # [PRP-019]
        return state
    if is_this:
        funding = evolve(funding, lots=total, premium=premium)
    else:
        funding = evolve(funding, next_lots=total, next_premium=premium)
    return with_market(state, evolve(market, funding=funding))


def make_ticks(so_far: Applied, before: Milliseconds) -> Applied:
    """Every perpetual market makes the ticks from one time, left out, to the present (PRP-016)."""
    state, events = so_far.state, so_far.events
    first, last = ticks_up_to(before), ticks_up_to(state.now)  # [PRP-016]
    for market_id in state.markets:  # [PRP-017]
        if not is_perpetual(state, market_id):
            continue
        done = first
        for upto in (min(first + 1, last), min(first + 2, last), last):  # [PRP-017]
            ticks = Count(upto - done)
            if ticks > 0:
                market = _ticked(state, market_id, ticks)  # [PRP-016] [PRP-017]
                state, done = with_market(state, market), Count(upto)
                tick_time, funding = Milliseconds(upto * TICK_MILLISECONDS), funding_of(market)
                ticked = FundingTicked(market_id, tick_time, ticks, funding.rate, funding.index)
                events = (*events, ticked)  # [PRP-017]
    return evolve(so_far, state=state, events=events)


def set_funding_rate(state: State, command: SetFundingRate) -> Verdict:
    """Publish the rate of a market from its next tick on (PRP-021)."""
    if command.market not in state.markets:  # [CMD-012]
        return Reason.UNKNOWN_MARKET
    if not is_perpetual(state, command.market):  # [PRP-021]
        return Reason.NOT_PERP
    market = state.markets[command.market]
    funding = funding_of(market)
    if funding.source is not FundingSource.PUBLISHED:  # [PRP-021]
        return Reason.FUNDING_NOT_PUBLISHED
    published = evolve(funding, published_rate=command.rate)  # [PRP-021]
    event = FundingRateSet(command.market, command.rate)  # [PRP-021]
    return Applied(with_market(state, evolve(market, funding=published)), (event,))


def _best_price(state: State, market: Market, side: Side) -> Price | None:
    """The price of the first order of a side that could trade, of the first few (PRP-020)."""
    for place in places_of(market, side)[: state.parameters.max_touches]:  # [PRP-020]
        order = state.accounts[place.account].orders[place.order_id]
        capacity = capacity_lots(order.open_lots, position_room(state, order))  # [PRP-020]
        if is_live(order.expires_at, state.now) and capacity > 0:  # [PRP-020]
            return order.price
    return None


def _ticked(state: State, market_id: MarketId, ticks: Count) -> Market:
    """A market after so many ticks; of more than one, both windows are empty (PRP-017)."""
    market = state.markets[market_id]
    funding = funding_of(market)
    rate = funding.rate
    if funding.source is FundingSource.BOOK:
        rate = rate_after(rate, funding.premium, funding.lots)  # [PRP-017] [PRP-018]
    elif funding.published_rate is not None:
        rate = funding.published_rate  # [PRP-017] [PRP-018] [PRP-021]
    index, remainder = funding.index, funding.remainder
    mark = state.assets[market.asset].mark
    if mark is not None:  # [PRP-017]
        index, remainder = index_after(index, remainder, rate, mark, ticks)  # [PRP-017]
    moved = Funding(
        source=funding.source,
        rate=rate,
        published_rate=funding.published_rate,
        index=index,
        remainder=remainder,
        lots=funding.next_lots,  # [PRP-017]
        premium=funding.next_premium,  # [PRP-017]
        next_lots=Lots(0),  # [PRP-017]
        next_premium=Premium(0),  # [PRP-017]
    )
    return evolve(market, funding=moved)

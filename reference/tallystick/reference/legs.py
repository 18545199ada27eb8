"""Legs in a state: who faces whom, and how legs gain, are settled and lose (chapter 06)."""

from attrs import evolve, frozen

from tallystick.reference.perpetual import (
    Funding,
    accrued_funding,
    deliverable_position,
    highest_price,
    leg_value,
)
from tallystick.reference.state import (
    Leg,
    Market,
    Order,
    State,
    has_perpetuals,
    perpetual_parameters,
    with_market,
)
from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    Count,
    LegId,
    Lots,
    MarketId,
    Price,
)


@frozen
class Settled:
    """What a leg was worth to its long, and its accrued funding, before it was settled."""

    atoms: Atoms
    funding_atoms: Atoms


def is_perpetual(state: State, market: MarketId) -> bool:
    """Whether trades on a market make legs: a perpetual market, with chapter 06."""
    return has_perpetuals(state) and state.markets[market].kind is MarketKind.PERP


def funding_of(market: Market) -> Funding:
    """The funding of a perpetual market (PRP-015)."""
    assert market.funding is not None
    return market.funding


def mark_of(state: State, market: MarketId) -> Price:
    """The mark of a market's asset, where there can be no legs without (PRP-011)."""
    mark = state.assets[state.markets[market].asset].mark
    assert mark is not None
    return mark


def highest_mark(state: State) -> Price:
    """The highest mark and price (chapter 06)."""
    return highest_price(perpetual_parameters(state).max_position_lots)


def position_of(market: Market, account: AccountId) -> int:
    """Lots of the legs in which an account is long, less those in which it is short (PRP-004)."""
    return sum(  # [PRP-004]
        leg.lots if leg.long_account == account else -leg.lots
        for leg in market.legs.values()
        if account in (leg.long_account, leg.short_account)
    )


def position_room(state: State, order: Order) -> Lots:
    """Lots that an order on a perpetual market can deliver (PRP-013)."""
    position = position_of(state.markets[order.market], order.account)
    most = perpetual_parameters(state).max_position_lots
    return deliverable_position(order.side, order.reduce_only, position, most)  # [PRP-013]


def leg_count(state: State) -> Count:
    """How many legs the venue has (PRP-031)."""
    return Count(sum(len(market.legs) for market in state.markets.values()))


def newest_leg(
    market: Market, *, long_account: AccountId | None = None, short_account: AccountId | None = None
) -> Leg | None:
    """The leg with the greatest number of those with these parties, as far as named (PRP-002)."""
    found = [
        leg
        for leg in market.legs.values()
        if long_account in (None, leg.long_account) and short_account in (None, leg.short_account)
    ]
    return max(found, key=lambda leg: leg.leg, default=None)  # [PRP-002]


def value_at(market: Market, leg: Leg, price: Price) -> Atoms:
    """The value of a leg to its long at a price (PRP-003)."""
    index = funding_of(market).index
    return leg_value(leg.lots, price, leg.cost, index, leg.funding_base)  # [PRP-003]


def funding_accrued(market: Market, leg: Leg) -> Atoms:
    """What the long of a leg owes its short for funding (PRP-003)."""
    return accrued_funding(leg.lots, funding_of(market).index, leg.funding_base)  # [PRP-003]


def gain(
    state: State,
    market_id: MarketId,
    parties: tuple[AccountId, AccountId],
    lots: Lots,
    price: Price,
) -> tuple[State, Leg]:
    """The leg of a long and a short gains lots at a price, or begins (PRP-005)."""
    market = state.markets[market_id]
    long_account, short_account = parties
    leg = newest_leg(market, long_account=long_account, short_account=short_account)
    if leg is None:
        number = LegId(market.last_leg + 1)  # [PRP-002]
        leg = Leg(number, long_account, short_account, Lots(0), Atoms(0), Atoms(0))  # [PRP-001]
        market = evolve(market, last_leg=number)  # [PRP-002]
    leg = evolve(
        leg,
        lots=Lots(leg.lots + lots),  # [PRP-005]
        cost=Atoms(leg.cost + lots * price),  # [PRP-005]
        funding_base=Atoms(leg.funding_base + lots * funding_of(market).index),  # [PRP-005]
    )
    return with_leg(state, market, leg), leg


def settle_leg(state: State, market_id: MarketId, leg: Leg) -> tuple[State, Settled]:
    """Make a leg worth nothing at the mark; what it was worth is owed (PRP-006)."""
    market, mark = state.markets[market_id], mark_of(state, market_id)
    settled = Settled(value_at(market, leg, mark), funding_accrued(market, leg))  # [PRP-006]
    return with_leg(state, market, _worth_nothing(market, leg, leg.lots, mark)), settled


def lose(state: State, market_id: MarketId, leg: Leg, lots: Lots) -> tuple[State, Settled]:
    """Settle a leg and take lots off it (PRP-006)."""
    state, settled = settle_leg(state, market_id, leg)  # [PRP-006]
    market, left = state.markets[market_id], Lots(leg.lots - lots)  # [PRP-006]
    return with_leg(
        state, market, _worth_nothing(market, leg, left, mark_of(state, market_id))
    ), settled


def with_leg(state: State, market: Market, leg: Leg) -> State:
    """The state with one leg of a market new or replaced; without lots it is gone (PRP-001)."""
    legs = {**market.legs, leg.leg: leg}
    if leg.lots == 0:
        del legs[leg.leg]  # [PRP-001] [PRP-006]
    return with_market(state, evolve(market, legs=legs))


def _worth_nothing(market: Market, leg: Leg, lots: Lots, mark: Price) -> Leg:
    """The leg with so many lots and a value of 0 at the mark (PRP-006)."""
    base = Atoms(lots * funding_of(market).index)  # [PRP-006]
    return evolve(leg, lots=lots, cost=Atoms(lots * mark), funding_base=base)  # [PRP-006]

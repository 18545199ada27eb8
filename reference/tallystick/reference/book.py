"""The sides of a market: who is best, who joins, who leaves (chapter 04, section 2)."""

from bisect import bisect_left

from attrs import evolve

from tallystick.reference.crossing import price_key
from tallystick.reference.state import Market, Order, Place, State, with_account, with_market
from tallystick.reference.types.choices import Side
from tallystick.reference.types.units import AccountId, Count, MarketId, OrderId


def resting_order(state: State, account: AccountId, order_id: OrderId) -> Order | None:
    """The order of that id which rests in that account, expired or not, or None."""
    return state.accounts[account].orders.get(order_id)  # [CMD-011]


def resting_count(state: State) -> Count:
    """How many orders rest in the venue, expired ones included (MAT-006)."""
    return Count(sum(len(market.bids) + len(market.asks) for market in state.markets.values()))


def best_order(state: State, market: MarketId, side: Side) -> Order | None:
    """The order that stands first on a side, or None if the side is empty (MAT-010)."""
    places = places_of(state.markets[market], side)
    if not places:
        return None
    first = places[0]  # [MAT-010]
    return state.accounts[first.account].orders[first.order_id]


def places_of(market: Market, side: Side) -> tuple[Place, ...]:
    """One side of a market, best place first."""
    return market.bids if side is Side.BUY else market.asks


def join(state: State, order: Order) -> State:
    """Rest an order at the tail of its price (MAT-010, MAT-030)."""
    joined = evolve(order, joined=state.joins + 1)  # [MAT-010]
    market = state.markets[order.market]
    places = places_of(market, order.side)
    place = _place(joined)
    index = bisect_left(places, place)  # [MAT-010]
    longer = (*places[:index], place, *places[index:])
    state = with_market(evolve(state, joins=joined.joined), _with_side(market, order.side, longer))
    return update(state, joined)


def leave(state: State, order: Order) -> State:
    """Take a resting order off its side and out of its account."""
    market = state.markets[order.market]
    places = places_of(market, order.side)
    index = bisect_left(places, _place(order))
    shorter = places[:index] + places[index + 1 :]
    account = state.accounts[order.account]
    orders = dict(account.orders)
    del orders[order.order_id]
    state = with_market(state, _with_side(market, order.side, shorter))
    return with_account(state, evolve(account, orders=orders))


def update(state: State, order: Order) -> State:
    """Store a resting order whose place has not changed (MAT-011)."""
    account = state.accounts[order.account]
    orders = {**account.orders, order.order_id: order}  # [MAT-011]
    return with_account(state, evolve(account, orders=orders))


def update_or_leave(state: State, order: Order) -> State:
    """Store a resting order whose open quantity fell; without open lots it is gone (CMD-051)."""
    return update(state, order) if order.open_lots > 0 else leave(state, order)  # [CMD-051]


def _place(order: Order) -> Place:
    key = price_key(order.side, order.price)
    return Place(key, order.joined, order.account, order.order_id)


def _with_side(market: Market, side: Side, places: tuple[Place, ...]) -> Market:
    if side is Side.BUY:
        return evolve(market, bids=places)
    return evolve(market, asks=places)

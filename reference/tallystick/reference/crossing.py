"""When an order is live, how orders stand on a side, when two cross and how much they trade.

Pure functions of chapter 04 over plain numbers. An `assert` before the first statement is a
precondition, one after it is a promise.
"""

from tallystick.reference.types.choices import Side
from tallystick.reference.types.units import Lots, Milliseconds, Price


def is_live(expires_at: Milliseconds | None, now: Milliseconds) -> bool:
    """Whether an order has not expired at time `now` (MAT-005)."""
    assert now >= 0
    live = expires_at is None or now < expires_at  # [MAT-005]
    assert live == (not (expires_at is not None and expires_at <= now))
    return live


def price_key(side: Side, price: Price) -> int:
    """A number that is lower the better the price is on its side (MAT-010)."""
    assert price > 0
    key = -price if side is Side.BUY else price  # [MAT-010]
    assert abs(key) == price
    assert (key < 0) == (side is Side.BUY)
    return key


def crosses(taker_side: Side, taker_price: Price, maker_price: Price) -> bool:
    """Whether a taker crosses a maker of the opposite side (MAT-012)."""
    assert taker_price > 0
    assert maker_price > 0
    buys = taker_side is Side.BUY
    bid, ask = (taker_price, maker_price) if buys else (maker_price, taker_price)
    crossing = bid >= ask  # [MAT-012]
    assert crossing == ((taker_price - maker_price) * (1 if buys else -1) >= 0)
    return crossing


def capacity_lots(open_lots: Lots, deliverable_lots: Lots) -> Lots:
    """What an order can trade: the smaller of what it wants and what it can deliver (MAT-027)."""
    assert open_lots >= 0
    assert deliverable_lots >= 0
    capacity = min(open_lots, deliverable_lots)  # [MAT-027]
    assert capacity in (open_lots, deliverable_lots)
    assert capacity <= open_lots
    assert capacity <= deliverable_lots
    return capacity


def fill_of(
    maker_open: Lots, maker_capacity: Lots, taker_open: Lots, taker_capacity: Lots
) -> tuple[Lots, bool, bool]:
    """Lots of one trade, and whether it cuts the maker and the taker (MAT-029).

    A capacity is between 1 lot and the open lots. An order is cut if the trade completes neither
    order and it is this order that cannot deliver more.
    """
    assert 1 <= maker_capacity <= maker_open
    assert 1 <= taker_capacity <= taker_open
    lots = min(maker_capacity, taker_capacity)  # [MAT-029]
    completes_none = lots < maker_open and lots < taker_open  # [MAT-029]
    maker_cut = completes_none and lots == maker_capacity  # [MAT-029]
    taker_cut = completes_none and lots == taker_capacity  # [MAT-029]
    assert 1 <= lots <= maker_capacity
    assert lots <= taker_capacity
    assert lots in (maker_capacity, taker_capacity)
    assert (maker_cut or taker_cut) == (maker_open != lots != taker_open)
    assert not maker_cut or maker_capacity < maker_open
    assert not taker_cut or taker_capacity < taker_open
    assert not (maker_cut and not taker_cut) or maker_capacity < taker_capacity
    assert not (taker_cut and not maker_cut) or taker_capacity < maker_capacity
    return lots, maker_cut, taker_cut

"""Expiry, priority, crossing and the size of one trade as plain functions (chapter 04)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.reference.crossing import capacity_lots, crosses, fill_of, is_live, price_key
from tallystick.reference.types.choices import Side
from tallystick.reference.types.units import Lots, Milliseconds, Price

PRICES = st.integers(1, 2**40)
SOME_LOTS = st.integers(1, 6)


@pytest.mark.parametrize(("now", "live"), [(0, True), (49, True), (50, False), (51, False)])
def test_an_order_expires_at_its_time_not_after(now: int, live: bool) -> None:
    assert is_live(Milliseconds(50), Milliseconds(now)) is live


def test_an_order_without_expiry_is_always_live() -> None:
    assert is_live(None, Milliseconds(2**53 - 1))


@pytest.mark.parametrize(
    ("taker_side", "taker_price", "crossing"),
    [
        (Side.BUY, 99, False),
        (Side.BUY, 100, True),
        (Side.BUY, 101, True),
        (Side.SELL, 99, True),
        (Side.SELL, 100, True),
        (Side.SELL, 101, False),
    ],
)
def test_crossing_a_maker_at_100(taker_side: Side, taker_price: int, crossing: bool) -> None:
    assert crosses(taker_side, Price(taker_price), Price(100)) is crossing


@given(PRICES, PRICES)
def test_crossing_does_not_depend_on_who_comes_second(bid: int, ask: int) -> None:
    assert crosses(Side.BUY, Price(bid), Price(ask)) == crosses(Side.SELL, Price(ask), Price(bid))


@given(PRICES, PRICES)
def test_better_prices_come_first(lower: int, higher: int) -> None:
    ahead = price_key(Side.BUY, Price(higher)) < price_key(Side.BUY, Price(lower))
    assert ahead == (higher > lower)
    assert ahead == (price_key(Side.SELL, Price(lower)) < price_key(Side.SELL, Price(higher)))


@pytest.mark.parametrize(
    ("maker", "taker", "expected"),
    [
        # (open, capacity) of maker and taker: lots, maker cut, taker cut
        ((5, 5), (3, 3), (3, False, False)),  # the taker is complete
        ((3, 3), (5, 5), (3, False, False)),  # the maker is complete
        ((4, 4), (4, 4), (4, False, False)),
        ((5, 2), (4, 4), (2, True, False)),  # the maker cannot deliver more
        ((5, 5), (4, 2), (2, False, True)),  # the taker cannot
        ((5, 2), (5, 2), (2, True, True)),  # neither can: both are cut
        ((5, 4), (4, 4), (4, False, False)),  # the taker is complete: nobody asked for more
        ((4, 4), (5, 4), (4, False, False)),  # the maker is complete
        ((5, 3), (4, 4), (3, True, False)),  # one below the taker's open lots
        ((2, 1), (2, 2), (1, True, False)),
    ],
)
def test_one_trade(
    maker: tuple[int, int], taker: tuple[int, int], expected: tuple[int, bool, bool]
) -> None:
    filled = fill_of(Lots(maker[0]), Lots(maker[1]), Lots(taker[0]), Lots(taker[1]))
    assert filled == expected


@given(SOME_LOTS, SOME_LOTS, SOME_LOTS, SOME_LOTS)
def test_a_trade_completes_an_order_or_cuts_one(
    maker_open: int, maker_can: int, taker_open: int, taker_can: int
) -> None:
    maker_capacity = capacity_lots(Lots(maker_open), Lots(maker_can))
    taker_capacity = capacity_lots(Lots(taker_open), Lots(taker_can))
    lots, maker_cut, taker_cut = fill_of(
        Lots(maker_open), maker_capacity, Lots(taker_open), taker_capacity
    )
    completes = lots in (maker_open, taker_open)
    assert completes != (maker_cut or taker_cut)
    assert not maker_cut or lots == maker_can
    assert not taker_cut or lots == taker_can

"""Premiums, rates and index where 64 bits are narrow, against chapter 06 in unbounded integers."""

from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tallystick.fast.kernel.funding_math import (
    change_of,
    moved_index,
    premium_of,
    renewed_rate,
    within,
)
from tests.fast.conftest import Kernel
from tests.fast.word import Word

HIGHEST = 2**40
MOST_LOTS = 2**35
MOST_TICKS = 152_709
RATE = 30_000
PERMILLES = (1, 7, 20, 100)
PRICES = (1, 2, 3, 1_000, 2**20 - 1, 2**39 + 1, HIGHEST - 1, HIGHEST)

prices = st.one_of(st.sampled_from(PRICES), st.integers(1, 2_000), st.integers(1, HIGHEST))


def bound_of(permille: int) -> int:
    """The most that one trade's premium counts (PRP-019)."""
    return 2**30 * permille // 1_000


def premium_formula(bid: int, offer: int, mark: int, bound: int) -> int:
    """PRP-019 word by word."""
    return max(-bound, min(bound, (bid + offer) * 2**29 // mark - 2**30))


def change_formula(premium: int, lots: int) -> int:
    """PRP-018: the quotient, toward zero."""
    quotient = abs(premium) * 10_000_000 // (lots * 2**31)
    return quotient if premium >= 0 else -quotient


def ticked(index: int, remainder: int, rate: int, mark: int, ticks: int) -> tuple[int, int]:
    """PRP-017, one tick after another."""
    for _ in range(ticks):
        total = rate * mark + remainder
        index += total // 10_000_000
        remainder = total % 10_000_000
    return index, remainder


@given(prices, prices, prices, st.sampled_from(PERMILLES))
def test_a_premium_is_that_of_the_formula(bid: int, offer: int, mark: int, permille: int) -> None:
    bound = bound_of(permille)
    found = premium_of(Word(bid), Word(offer), Word(mark), Word(bound))
    assert found == premium_formula(bid, offer, mark, bound)


@given(prices, st.integers(-2_000_000, 2_000_000), st.integers(0, 40))
def test_a_premium_near_the_mark_is_that_of_the_formula(mark: int, off: int, spread: int) -> None:
    # Given bid and offer so near to the mark that no bound hides a wrong digit
    bid = max(1, mark + mark * off // 40_000_000)
    offer = min(bid + spread, HIGHEST)
    bound = bound_of(100)
    found = premium_of(Word(bid), Word(offer), Word(mark), Word(bound))
    assert found == premium_formula(bid, offer, mark, bound)


@given(st.one_of(st.integers(1, 9), st.integers(1, MOST_LOTS)), st.data())
def test_a_change_is_that_of_the_formula(lots: int, data: st.DataObject) -> None:
    most = lots * bound_of(100)
    premium = data.draw(st.one_of(st.integers(-most, most), st.sampled_from((-most, most))))
    assert change_of(Word(premium), Word(lots)) == change_formula(premium, lots)
    rate = data.draw(st.integers(-RATE, RATE))
    change = max(-500, min(500, change_formula(premium, lots)))
    wanted = max(-RATE, min(RATE, rate + change))
    assert renewed_rate(Word(rate), Word(premium), Word(lots)) == wanted


@given(
    st.integers(-(2**60), 2**60),
    st.integers(0, 9_999_999),
    st.integers(-RATE, RATE),
    prices,
    st.integers(1, 40),
)
def test_many_ticks_are_as_one_after_another(
    index: int, remainder: int, rate: int, mark: int, ticks: int
) -> None:
    words = (Word(each) for each in (index, remainder, rate, mark, ticks))
    assert moved_index(*words) == ticked(index, remainder, rate, mark, ticks)


def test_no_build_wraps_at_the_bounds(kernel: Kernel) -> None:
    # Given the ends of every range
    module: Any = kernel.module("funding_math")
    for bid, offer, mark, permille in product(PRICES, PRICES, PRICES, PERMILLES):
        bound = bound_of(permille)
        # When a premium is taken, then it is what unbounded integers give
        assert module.premium_of(bid, offer, mark, bound) == premium_formula(
            bid, offer, mark, bound
        )
    for lots, permille, sign in product((1, 2, 3, 10**6, MOST_LOTS), PERMILLES, (1, -1)):
        for premium in (lots * bound_of(permille) * sign, (lots * bound_of(permille) - 1) * sign):
            assert module.change_of(premium, lots) == change_formula(premium, lots)
    # When all the ticks that there are come at once, then they are counted exactly
    for rate, mark, remainder in product((-RATE, -1, 0, 1, RATE), PRICES, (0, 1, 9_999_999)):
        total = MOST_TICKS * rate * mark + remainder
        wanted = (7 + total // 10_000_000, total % 10_000_000)
        assert module.moved_index(7, remainder, rate, mark, MOST_TICKS) == wanted


def test_the_examples_of_the_clauses(kernel: Kernel) -> None:
    module: Any = kernel.module("funding_math")
    # Given bid and offer 50 millionths above the mark, then 249 in a window of any lots
    premium = module.premium_of(1_000_050, 1_000_050, 1_000_000, bound_of(20))
    assert premium == 53_687
    assert [module.change_of(premium * lots, lots) for lots in (1, 7, MOST_LOTS)] == [249] * 3
    # Given one half per cent, then 25,000, of which a tick takes 500
    assert module.change_of(2**30 * 5 // 1_000, 1) == 24_999
    assert module.renewed_rate(0, 2**30 * 5 // 1_000, 1) == 500
    assert module.renewed_rate(29_900, 2**30, 1) == RATE
    assert module.renewed_rate(-29_900, -(2**30), 1) == -RATE
    # Given a mark of 1,000 and a rate of -7, then one atom at the first tick and none at the second
    assert module.moved_index(0, 0, -7, 1_000, 1) == (-1, 9_993_000)
    assert module.moved_index(-1, 9_993_000, -7, 1_000, 1) == (-1, 9_986_000)


def test_a_change_rounds_toward_zero() -> None:
    # Given a premium of just less than what makes 1, on either side
    assert [change_of(each, 1) for each in (214, 215, -214, -215)] == [0, 1, 0, -1]
    assert [within(each, 5) for each in (-6, -5, 0, 5, 6)] == [-5, -5, 0, 5, 5]

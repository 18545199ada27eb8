"""The fee of one trade where 64 bits are narrow, against SPT-012 in unbounded integers."""

from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tallystick.fast.kernel.fees import fee_of_trade
from tests.fast.conftest import Kernel

UNIT = 100_000
HIGHEST = 2**56


def formula(rate: int, amount: int, paid: int, credit: int, cap: int) -> tuple[int, int]:
    """SPT-012 word by word, with Python's unbounded integers."""
    due = -((credit - rate * amount) // UNIT)
    if paid + due >= cap:
        return cap - paid, 0
    return due, credit + UNIT * due - rate * amount


@st.composite
def _trades(draw: st.DrawFn) -> tuple[int, int, int, int, int]:
    rate = draw(st.integers(0, 50_000))
    amount = draw(st.one_of(st.integers(1, 300_000), st.integers(1, HIGHEST)))
    cap = draw(st.one_of(st.integers(0, 50), st.integers(0, HIGHEST)))
    return rate, amount, draw(st.integers(0, cap)), draw(st.integers(0, UNIT - 1)), cap


@given(_trades())
def test_the_fee_is_that_of_the_formula(trade: tuple[int, int, int, int, int]) -> None:
    assert fee_of_trade(*trade) == formula(*trade)


def test_no_build_wraps_at_the_bounds(kernel: Kernel) -> None:
    # Given the ends of every range, and what lies beside a multiple of the unit
    fee_of: Any = kernel.module("fees").fee_of_trade
    rates = [0, 1, 7_777, 49_999, 50_000]
    amounts = [1, UNIT - 1, UNIT, UNIT + 1, 2**53 + 1, HIGHEST - 1, HIGHEST]
    paid_and_cap = [(0, 0), (0, 1), (3, 3), (1, HIGHEST), (HIGHEST, HIGHEST)]
    for rate, amount, (paid, cap), credit in product(
        rates, amounts, paid_and_cap, [0, 1, UNIT - 1]
    ):
        # When a fee is taken, then it is what unbounded integers give
        assert fee_of(rate, amount, paid, credit, cap) == formula(rate, amount, paid, credit, cap)


def test_the_example_of_the_clause(kernel: Kernel) -> None:
    # Given two trades of 5 atoms at 7,777: the first pays 1 and leaves 61,115, the second nothing
    fee_of: Any = kernel.module("fees").fee_of_trade
    assert fee_of(7_777, 5, 0, 0, 1_000) == (1, 61_115)
    assert fee_of(7_777, 5, 1, 61_115, 1_000) == (0, 61_115 - 38_885)

"""Rounding (NUM-020, NUM-021)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.reference.numbers import atoms_of_lots, ceil_div, cost_atoms, floor_div
from tallystick.reference.types.units import Atoms, Lots, Price

HUGE = 10**5_000


@pytest.mark.parametrize(
    ("numerator", "denominator", "floor", "ceiling"),
    [
        (13, 7, 1, 2),  # one below a multiple
        (14, 7, 2, 2),  # a multiple
        (15, 7, 2, 3),  # one above
        (-15, 7, -3, -2),
        (-14, 7, -2, -2),
        (-13, 7, -2, -1),
        (-1, 7, -1, 0),
        (0, 7, 0, 0),
        (1, 7, 0, 1),
        (5, 1, 5, 5),
        (-5, 1, -5, -5),
    ],
)
def test_quotients_by_hand(numerator: int, denominator: int, floor: int, ceiling: int) -> None:
    assert floor_div(numerator, denominator) == floor
    assert ceil_div(numerator, denominator) == ceiling


def test_numbers_of_5_000_digits_lose_none() -> None:
    assert (floor_div(3 * HUGE - 1, 3), ceil_div(3 * HUGE - 1, 3)) == (HUGE - 1, HUGE)
    assert (floor_div(3 * HUGE, 3), ceil_div(3 * HUGE, 3)) == (HUGE, HUGE)
    assert (floor_div(3 * HUGE + 1, 3), ceil_div(3 * HUGE + 1, 3)) == (HUGE, HUGE + 1)


@given(st.integers(), st.integers(min_value=1))
@example(-1, 1)
@example(HUGE, HUGE - 1)
def test_floor_and_ceiling_enclose_the_quotient(numerator: int, denominator: int) -> None:
    floor, ceiling = floor_div(numerator, denominator), ceil_div(numerator, denominator)
    assert floor * denominator <= numerator <= ceiling * denominator
    assert ceiling - floor == (0 if numerator % denominator == 0 else 1)


@given(st.integers(), st.integers(min_value=1))
def test_rounding_up_is_rounding_down_of_the_opposite(numerator: int, denominator: int) -> None:
    assert ceil_div(numerator, denominator) == -floor_div(-numerator, denominator)


@pytest.mark.parametrize("denominator", [0, -1])
def test_a_denominator_below_1_is_refused(denominator: int) -> None:
    for divide in (floor_div, ceil_div):
        with pytest.raises(AssertionError):
            divide(1, denominator)


def test_a_trade_never_rounds() -> None:
    # 7 lots at 105 base atoms a lot; 7 lots of 10 atoms.
    assert cost_atoms(Price(105), Lots(7)) == 735
    assert atoms_of_lots(Lots(7), Atoms(10)) == 70

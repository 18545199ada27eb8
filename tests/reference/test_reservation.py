"""Size, reservation, free balance and capacity as plain functions (chapter 05, section 1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.reference.reservation import (
    deliverable_lots,
    free_balance,
    is_too_large,
    order_reservation,
    reservation_bound,
)
from tallystick.reference.types.choices import Side
from tallystick.reference.types.units import Atoms, Lots, Price, Tenths

BALANCES = st.integers(0, 2**56)
RESERVED = st.integers(0, 2**58)
MULTIPLES = st.integers(10, 40)


@pytest.mark.parametrize(
    ("price", "lots", "lot_atoms", "too_large"),
    [
        # price * lots against 2^54
        (2**40, 2**14 - 1, 1, False),
        (2**40, 2**14, 1, False),
        (2**40, 2**14 + 1, 1, True),
        (2**14 + 1, 2**40, 1, True),
        # lots * lot_atoms against 2^56
        (1, 2**16 - 1, 2**40, False),
        (1, 2**16, 2**40, False),
        (1, 2**16 + 1, 2**40, True),
        (1, 2**40, 2**16 + 1, True),
    ],
)
def test_size_bounds(price: int, lots: int, lot_atoms: int, too_large: bool) -> None:
    assert is_too_large(Price(price), Lots(lots), Atoms(lot_atoms)) is too_large


def test_a_buy_reserves_base_atoms_and_a_sell_atoms_of_the_asset() -> None:
    # 3 lots at 105: 315 base atoms; 3 lots of 10 atoms: 30.
    assert order_reservation(Side.BUY, Price(105), Lots(3), Atoms(10)) == 315
    assert order_reservation(Side.SELL, Price(105), Lots(3), Atoms(10)) == 30


@pytest.mark.parametrize(
    ("balance", "multiple", "bound"),
    [
        (1_000, 15, 1_500),
        (999, 15, 1_498),  # 1,498.5 down
        (1, 15, 1),
        (1, 19, 1),
        (1, 20, 2),
        (1, 21, 2),
        (0, 40, 0),
        (2**56, 40, 2**58),
    ],
)
def test_reservation_bound(balance: int, multiple: int, bound: int) -> None:
    assert reservation_bound(Atoms(balance), Tenths(multiple)) == bound


@pytest.mark.parametrize(
    ("reserved", "free"),
    [
        # Multiple 1.5, balance 1,000: what is kept is reserved / 1.5, rounded up.
        (0, 1_000),
        (1, 999),  # 0.67 up to 1
        (2, 998),  # 1.33 up to 2
        (3, 998),  # exactly 2
        (4, 997),
        (1_499, 0),  # 999.33 up to 1,000
        (1_500, 0),
        (1_501, 0),  # never below 0
    ],
)
def test_free_balance(reserved: int, free: int) -> None:
    assert free_balance(Atoms(1_000), Atoms(reserved), Tenths(15)) == free


@pytest.mark.parametrize(
    ("balance", "atoms_per_lot", "lots"),
    [(29, 10, 2), (30, 10, 3), (31, 10, 3), (9, 10, 0), (0, 1, 0), (2**56, 1, 2**56)],
)
def test_deliverable_lots(balance: int, atoms_per_lot: int, lots: int) -> None:
    assert deliverable_lots(Atoms(balance), atoms_per_lot) == lots


@given(BALANCES, RESERVED, MULTIPLES)
def test_what_is_kept_carries_the_reservation_and_not_an_atom_more(
    balance: int, reserved: int, multiple: int
) -> None:
    free = free_balance(Atoms(balance), Atoms(reserved), Tenths(multiple))
    bound_after = reservation_bound(Atoms(balance - free), Tenths(multiple))
    assert free == 0 or bound_after >= reserved
    if free < balance:
        assert reservation_bound(Atoms(balance - free - 1), Tenths(multiple)) < reserved


@given(BALANCES, MULTIPLES)
def test_a_reservation_up_to_the_bound_frees_nothing_it_needs(balance: int, multiple: int) -> None:
    bound = reservation_bound(Atoms(balance), Tenths(multiple))
    free = free_balance(Atoms(balance), bound, Tenths(multiple))
    assert reservation_bound(Atoms(balance - free), Tenths(multiple)) >= bound


@given(BALANCES, st.integers(1, 2**40))
def test_delivering_leaves_less_than_a_lot(balance: int, atoms_per_lot: int) -> None:
    lots = deliverable_lots(Atoms(balance), atoms_per_lot)
    assert 0 <= balance - lots * atoms_per_lot < atoms_per_lot

"""The fee of a trade (SPT-012)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.reference.fees import fee_of_trade
from tallystick.reference.types.units import Atoms, FeeCredit, FeeRate

RATES = st.integers(0, 50_000)
NO_CAP = 2**56


def fees_of(rate: int, amounts: list[int], cap: int) -> list[int]:
    """The fees of the trades of one order."""
    fees = []
    paid, credit = Atoms(0), FeeCredit(0)
    for amount in amounts:
        fee, paid, credit = fee_of_trade(FeeRate(rate), Atoms(amount), Atoms(cap), paid, credit)
        fees.append(int(fee))
    return fees


@pytest.mark.parametrize(
    ("rate", "amount", "fee", "credit"),
    [
        # 25,000 of 100,000 is a quarter: 3 atoms owe 0.75, 4 owe 1, 5 owe 1.25.
        (25_000, 3, 1, 25_000),
        (25_000, 4, 1, 0),
        (25_000, 5, 2, 75_000),
        # One unit of the rate: 99,999 atoms owe just under 1, 100,000 owe 1, 100,001 just over.
        (1, 99_999, 1, 1),
        (1, 100_000, 1, 0),
        (1, 100_001, 2, 99_999),
        (0, 2**56, 0, 0),
        (50_000, 1, 1, 50_000),  # the highest rate leaves the receiver nothing of 1 atom
        (50_000, 2**56, 2**55, 0),
    ],
)
def test_one_trade_rounds_up_and_keeps_the_credit(
    rate: int, amount: int, fee: int, credit: int
) -> None:
    charged = fee_of_trade(FeeRate(rate), Atoms(amount), Atoms(NO_CAP), Atoms(0), FeeCredit(0))
    assert charged == (fee, fee, credit)


@pytest.mark.parametrize(
    ("credit", "fee", "credit_after"),
    [
        # 7,777 * 5 = 38,885 is owed.
        (38_884, 1, 99_999),
        (38_885, 0, 0),
        (38_886, 0, 1),
    ],
)
def test_credit_is_spent_before_an_atom_is_due(credit: int, fee: int, credit_after: int) -> None:
    charged = fee_of_trade(FeeRate(7_777), Atoms(5), Atoms(9), Atoms(0), FeeCredit(credit))
    assert charged == (fee, fee, credit_after)


@pytest.mark.parametrize(
    ("paid", "fee", "paid_after", "credit_after"),
    [
        # 25,000 * 9 = 225,000: 3 atoms are due, 75,000 too much; the cap is 10.
        (6, 3, 9, 75_000),
        (7, 3, 10, 0),
        (8, 2, 10, 0),
        (10, 0, 10, 0),
    ],
)
def test_the_cap_ends_fee_and_credit(
    paid: int, fee: int, paid_after: int, credit_after: int
) -> None:
    charged = fee_of_trade(FeeRate(25_000), Atoms(9), Atoms(10), Atoms(paid), FeeCredit(0))
    assert charged == (fee, paid_after, credit_after)


def test_nothing_is_charged_under_a_cap_of_0() -> None:
    assert fees_of(50_000, [7, 1, 2**56], cap=0) == [0, 0, 0]


def test_ten_slices_of_1_atom_pay_as_much_as_one_of_10() -> None:
    # 13,331 * 10 = 133,310: 2 atoms. The first atom pays 1 for 13,331; 86,669 of credit last for
    # six atoms more (6 * 13,331 = 79,986); the eighth needs the second atom of fee.
    assert fees_of(13_331, [1] * 10, NO_CAP) == [1, 0, 0, 0, 0, 0, 0, 1, 0, 0]
    assert fees_of(13_331, [10], NO_CAP) == [2]


@given(RATES, st.lists(st.integers(1, 2**40), max_size=30), st.integers(0, 2**42))
def test_slicing_never_changes_what_an_order_pays(rate: int, amounts: list[int], cap: int) -> None:
    paid = sum(fees_of(rate, amounts, cap))
    assert paid == min(cap, -(-rate * sum(amounts) // 100_000))


@given(RATES, st.lists(st.integers(1, 50), min_size=1, max_size=30), st.integers(0, 40))
def test_no_payer_owes_more_than_he_received(rate: int, amounts: list[int], cap: int) -> None:
    fees = fees_of(rate, amounts, cap)
    assert all(0 <= fee <= amount for fee, amount in zip(fees, amounts, strict=True))

"""The arithmetic of loans: hours, interest, shares (LND-005, LND-013, LND-020 to LND-047)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.reference import interest
from tallystick.reference.interest import INTEREST_UNITS, interest_of, swap_cash
from tallystick.reference.types.units import (
    Atoms,
    Hours,
    InterestCredit,
    Lots,
    Milliseconds,
    OrderId,
    Permille,
    Price,
)

HOUR = 3_600_000
PRINCIPALS = st.integers(1, 2**56)
RATES = st.integers(1, 9_999)
HOURS = st.integers(1, 500)
CREDITS = st.integers(0, INTEREST_UNITS - 1)


def cost(principal: int, rate: int, hours: int, credit: int = 0) -> int:
    """The interest alone."""
    return interest_of(Atoms(principal), Price(rate), Hours(hours), InterestCredit(credit))[0]


@pytest.mark.parametrize(
    ("passed", "owed"),
    [
        (0, 8),
        (1, 8),
        (8 * HOUR, 8),
        (8 * HOUR + 1, 9),
        (9 * HOUR, 9),
        (9 * HOUR + 1, 10),
        (240 * HOUR, 240),
        (240 * HOUR + 1, 241),
    ],
)
@pytest.mark.parametrize("start", [0, 1, 7 * HOUR - 1])
def test_a_started_hour_is_owed_whole_at_least_eight(start: int, passed: int, owed: int) -> None:
    assert interest.hours_owed(Milliseconds(start), Milliseconds(start + passed)) == owed


@pytest.mark.parametrize(
    ("passed", "completed"), [(0, 0), (HOUR - 1, 0), (HOUR, 1), (2 * HOUR - 1, 1), (2 * HOUR, 2)]
)
def test_an_hour_is_completed_at_its_end(passed: int, completed: int) -> None:
    assert interest.hours_completed(Milliseconds(5), Milliseconds(5 + passed)) == completed


def test_a_term_begins_its_last_hour_anew_after_an_extension_within_an_hour() -> None:
    assert interest.hours_of_term(Milliseconds(0), Milliseconds(240 * HOUR)) == 240
    assert interest.hours_of_term(Milliseconds(0), Milliseconds(240 * HOUR + 1)) == 241
    assert interest.due_after(Milliseconds(7 * 24 * HOUR)) == 17 * 24 * HOUR


def test_a_loan_is_not_overdue_at_its_due_time() -> None:
    assert not interest.is_overdue(Milliseconds(9), Milliseconds(9))
    assert interest.is_overdue(Milliseconds(9), Milliseconds(10))


@pytest.mark.parametrize(
    ("before_due", "in_last_hour", "renewable"),
    [
        (-1, False, False),
        (0, True, True),
        (HOUR - 1, True, True),
        (HOUR, False, True),
        (6 * HOUR, False, True),
        (6 * HOUR + 1, False, False),
    ],
)
def test_the_last_hour_leaves_its_begin_out_and_the_last_six_do_not(
    before_due: int, in_last_hour: bool, renewable: bool
) -> None:
    due, at = Milliseconds(240 * HOUR), Milliseconds(240 * HOUR - before_due)
    assert interest.is_in_last_hours(due, 1, at) is in_last_hour
    assert interest.is_renewal_open(due, at) is renewable


@pytest.mark.parametrize(
    ("hours", "credit", "atoms", "credit_after"),
    [
        # A million atoms at 550 basis points owe 6.28 atoms for 1 hour.
        (8, 0, 51, 67_600_000),
        (9, 0, 57, 43_200_000),
        (240, 0, 1_507, 13_200_000),
        (1, 67_600_000, 6, 43_200_000),
    ],
)
def test_interest_rounds_up_and_keeps_the_credit(
    hours: int, credit: int, atoms: int, credit_after: int
) -> None:
    paid = interest_of(Atoms(1_000_000), Price(550), Hours(hours), InterestCredit(credit))
    assert paid == (atoms, credit_after)


@pytest.mark.parametrize(
    ("credit", "atoms", "credit_after"),
    [(99, 1, INTEREST_UNITS - 1), (100, 0, 0), (101, 0, 1)],
)
def test_credit_is_spent_before_an_atom_is_due(credit: int, atoms: int, credit_after: int) -> None:
    assert interest_of(Atoms(1), Price(100), Hours(1), InterestCredit(credit)) == (
        atoms,
        credit_after,
    )


@given(PRINCIPALS, RATES, st.lists(HOURS, min_size=1, max_size=12), CREDITS)
def test_slicing_the_hours_does_not_change_the_sum(
    principal: int, rate: int, slices: list[int], credit: int
) -> None:
    left, paid = InterestCredit(credit), 0
    for hours in slices:
        atoms, left = interest_of(Atoms(principal), Price(rate), Hours(hours), left)
        paid += atoms
    once = interest_of(Atoms(principal), Price(rate), Hours(sum(slices)), InterestCredit(credit))
    assert (paid, left) == once


@given(PRINCIPALS, RATES, HOURS, CREDITS)
def test_interest_grows_with_principal_rate_and_hours_and_falls_with_credit(
    principal: int, rate: int, hours: int, credit: int
) -> None:
    paid = cost(principal, rate, hours, credit)
    assert paid <= cost(principal + 1, rate, hours, credit)
    assert paid <= cost(principal, rate + 1, hours, credit)
    assert paid <= cost(principal, rate, hours + 1, credit)
    assert paid <= cost(principal, rate, hours) <= paid + 1


@given(PRINCIPALS, PRINCIPALS, RATES, HOURS)
def test_two_parts_cost_at_most_an_atom_more_and_with_full_credit_nothing(
    first: int, second: int, rate: int, hours: int
) -> None:
    whole = cost(first + second, rate, hours)
    parts = cost(first, rate, hours) + cost(second, rate, hours)
    assert whole <= parts <= whole + 1
    assert cost(first, rate, hours) + cost(second, rate, hours, INTEREST_UNITS - 1) <= whole


@pytest.mark.parametrize(
    ("atoms", "paid"), [(0, (0, 0)), (2, (2, 0)), (3, (3, 0)), (4, (3, 1)), (9, (3, 4))]
)
def test_of_a_claim_interest_is_paid_before_the_fee(atoms: int, paid: tuple[int, int]) -> None:
    assert interest.paid_of_claim(Atoms(atoms), Atoms(3), Atoms(4)) == paid


@pytest.mark.parametrize(
    ("permille", "fee"), [(0, 0), (1, 1), (50, 1), (51, 2), (333, 7), (1_000, 20)]
)
def test_the_keeper_fee_is_a_share_of_the_minimum_rounded_up(permille: int, fee: int) -> None:
    assert interest.keeper_fee_of_minimum(Lots(2), Atoms(10), Permille(permille)) == fee


@pytest.mark.parametrize(
    ("owed", "fee"),
    [(0, 0), (INTEREST_UNITS - 1, 0), (INTEREST_UNITS, 1), (7 * INTEREST_UNITS, 7), (10**10, 7)],
)
def test_a_keeper_gets_at_most_the_interest_of_the_new_term(owed: int, fee: int) -> None:
    assert interest.keeper_fee_due(Atoms(7), owed) == fee


@pytest.mark.parametrize(
    ("rate", "own_rate", "credit", "cash"),
    [
        # 876,000 atoms: a basis point and hour are 1/100 atom. 237 hours to run, 5 prepaid.
        (400, 1_000, 0, 1_442),  # 600 * 237 + 400 * 5 = 144,200
        (400, 1_000, 1, 1_443),
        (1_000, 400, 0, 50),  # the new lender has the difference: 1,000 * 5 = 5,000
        (400, 400, 0, 20),
        (400, 400, INTEREST_UNITS - 1, 21),
    ],
)
def test_the_cash_of_a_swap(rate: int, own_rate: int, credit: int, cash: int) -> None:
    assert (
        swap_cash(
            Atoms(876_000),
            Price(rate),
            Price(own_rate),
            Hours(237),
            Hours(5),
            InterestCredit(credit),
        )
        == cash
    )


@given(PRINCIPALS, RATES, RATES, st.integers(0, 241), st.integers(0, 241), CREDITS)
def test_the_new_lender_has_what_his_loan_promised_for_the_hours_to_run(
    principal: int, rate: int, own_rate: int, hours_to_run: int, prepaid: int, credit: int
) -> None:
    # Given that the borrower pays the hours that he has not prepaid, less his credit
    prepaid = min(prepaid, hours_to_run)
    cash = swap_cash(
        Atoms(principal),
        Price(rate),
        Price(own_rate),
        Hours(hours_to_run),
        Hours(prepaid),
        InterestCredit(credit),
    )
    still_owed = principal * rate * (hours_to_run - prepaid) - credit
    promised = principal * max(rate, own_rate) * hours_to_run
    assert promised <= cash * INTEREST_UNITS + still_owed < promised + INTEREST_UNITS


@pytest.mark.parametrize(("part", "share"), [(1, 1), (3, 4), (6, 8)])
def test_a_part_takes_its_share_rounded_down(part: int, share: int) -> None:
    # 10 atoms for 7 lots
    assert interest.share_of_part(Atoms(10), Lots(part), Lots(7)) == share


@pytest.mark.parametrize(("balance", "lots"), [(0, 0), (29, 0), (30, 3), (59, 3), (60, 6)])
def test_a_balance_lends_whole_minima(balance: int, lots: int) -> None:
    assert interest.lendable_lots(Atoms(balance), Lots(3), Atoms(10)) == lots


def test_ids_of_the_engine_begin_at_2_to_the_61() -> None:
    assert interest.engine_order_id(OrderId(0)) == 2**61
    assert interest.engine_order_id(OrderId(2**61)) == 2**61 + 1

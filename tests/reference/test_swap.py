"""A lender hands his loan over to his own lenders (LND-040 to LND-047).

Account 1 is L, account 2 B, account 3 M. A lot at 100 basis points owes an atom an hour.
"""

import pytest

from tallystick.reference.state import Claim
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import AccountId, Atoms
from tests.reference.loan_desk import HOUR, LOT, Desk, names

FULL = 40 * LOT
D = 87_600_000
FIRST_PART = ["interest_paid loan=3", "loan_split", "loan_handed_over own_loan=3"]


def swapping(rate: int = 400, own_rate: int = 1_000, lots: int = 4, own_lots: int = 4) -> Desk:
    """Loan 1 from 1 to 2, and loan 2 from 3 to 1, both at time 0."""
    desk = Desk()
    desk.lend(1, 2, lots, rate)
    desk.lend(3, 1, own_lots, own_rate)
    return desk


def swap(desk: Desk, *lines: str, loan: int = 1, own_loan: int | None = None) -> list[str]:
    """Let account 1 hand a loan over; the classes of the events."""
    return names(desk.of(1, "swap_loan", *lines, loan=loan, own_loan=own_loan))


def test_completed_unpaid_hours_become_a_claim_and_the_rest_is_the_new_lenders() -> None:
    """LND-044, LND-045, LND-046, LND-047."""
    # 3 hours of 16 atoms are claimed. L owes M 8 hours of 40; then 24 an hour for 237 hours.
    desk = swapping()
    desk.at(3)
    swap(
        desk,
        "interest_claimed loan=1 account=1 hours_paid=3 interest_atoms=48 fee_atoms=0",
        "interest_paid loan=2 hours_paid=8 interest_atoms=320 fee_atoms=0",
        "loan_handed_over loan=1 own_loan=2 lender=3 lots=4 atoms=5688",
    )
    loan = desk.loan(1)
    assert (loan.lender, loan.borrower, loan.principal_lots) == (3, 2, 4)
    assert (loan.rate, loan.return_rate, loan.start, loan.due) == (400, 1_000, 0, 240 * HOUR)
    assert (loan.hours_paid, loan.returnable, loan.extensible) == (3, True, False)
    assert loan.claims == (Claim(AccountId(1), Atoms(48), Atoms(0)),)
    assert desk.state.loans.keys() == {1}
    assert desk.atoms(3) == FULL - 4 * LOT + 320 + 5_688


def test_the_borrower_pays_what_he_would_have_paid() -> None:
    """LND-045."""
    desk = swapping()
    desk.at(3)
    swap(desk)
    paid = "interest_paid loan=1 hours_paid=8 interest_atoms=80"
    desk.of(2, "pay_interest", "claim_paid account=1", paid, loan=1, reduce_lots=0, extend=False)
    assert desk.atoms(2) == FULL + 4 * LOT - 8 * 16


def test_prepaid_hours_are_handed_on_in_cash() -> None:
    """LND-046."""
    # 24 * 237 and 5 prepaid hours of 16
    desk = swapping()
    desk.of(2, "pay_interest", loan=1, reduce_lots=0, extend=False)
    desk.at(3)
    swap(desk, "interest_paid loan=2", "loan_handed_over atoms=5768")
    assert (desk.loan(1).hours_paid, desk.loan(1).claims) == (8, ())


@pytest.mark.parametrize(
    ("rate", "own_rate", "cash", "extensible"),
    [(1_000, 400, 5 * 40, True), (400, 400, 5 * 16, True), (400, 500, 237 * 4 + 5 * 16, False)],
)
def test_a_lower_rate_of_the_own_loan_costs_nothing(
    rate: int, own_rate: int, cash: int, extensible: bool
) -> None:
    """LND-046, LND-047."""
    desk = swapping(rate, own_rate)
    desk.of(2, "pay_interest", loan=1, reduce_lots=0, extend=False)
    desk.at(3)
    swap(desk, "interest_paid", f"loan_handed_over atoms={cash}")
    assert desk.loan(1).extensible is extensible


@pytest.mark.parametrize("flag", ["returnable", "extensible"])
def test_the_flags_become_those_of_the_own_loan(flag: str) -> None:
    """LND-047."""
    desk = swapping(400, 400)
    desk.change(2, **{flag: False})
    swap(desk)
    assert getattr(desk.loan(1), flag) is False
    assert desk.loan(1).returnable is not desk.loan(1).extensible


def test_nothing_is_claimed_twice_and_a_claim_of_nothing_is_none() -> None:
    """LND-045."""
    # 20 atoms at 500 after 8 paid hours: the credit lasts, so that a ninth hour costs 0 atoms
    desk = Desk()
    desk.lend(1, 2, 2, 500, market=2)
    desk.lend(3, 1, 2, 500, market=2)
    desk.of(2, "pay_interest", loan=1, reduce_lots=0, extend=False)
    desk.at(9)
    swap(
        desk,
        "interest_claimed hours_paid=9 interest_atoms=0 fee_atoms=0",
        "interest_paid loan=2",
        "loan_handed_over atoms=1",
    )
    assert desk.loan(1).claims == ()


def test_a_part_is_split_off_with_the_largest_credits() -> None:
    """LND-047, LND-046."""
    # 2 of 6 lots: 12 an hour for 237 hours, and one atom for the credit of the part
    desk = swapping(lots=6, own_lots=2)
    desk.change(1, fee_left_atoms=Atoms(10), keeper_fee_atoms=Atoms(5), fee_rate=7)
    desk.at(3)
    swap(
        desk,
        "interest_claimed loan=1 hours_paid=3 interest_atoms=72 fee_atoms=1",
        "interest_paid loan=2 interest_atoms=160",
        "loan_split loan=1 part=3 lots=2",
        f"loan_handed_over loan=3 own_loan=2 lender=3 lots=2 atoms={12 * 237 + 1}",
    )
    rest, part = desk.loan(1), desk.loan(3)
    assert (rest.lender, rest.principal_lots, len(rest.claims)) == (1, 4, 1)
    assert (part.lender, part.borrower, part.principal_lots, part.claims) == (3, 2, 2, ())
    # 9 atoms are left of the cap after the claimed fee: a third of them, and of 5, rounded down
    assert (rest.fee_left_atoms, part.fee_left_atoms) == (6, 3)
    assert (rest.keeper_fee_atoms, part.keeper_fee_atoms) == (4, 1)
    assert (part.interest_credit, part.fee_credit, part.fee_rate) == (D - 1, 99_999, 7)
    assert (part.rate, part.return_rate, part.start) == (400, 1_000, 0)
    assert (part.due, part.hours_paid) == (240 * HOUR, 3)
    assert (part.returnable, part.extensible, part.auto_renew) == (True, False, True)
    assert (rest.return_rate, rest.extensible) == (400, True)


def test_the_principal_of_a_larger_own_loan_falls() -> None:
    """LND-047."""
    desk = swapping(lots=2, own_lots=6)
    swap(desk, "interest_paid", "loan_handed_over loan=1 lots=2")
    assert (desk.loan(2).principal_lots, desk.loan(2).hours_paid) == (4, 8)


def test_own_loans_are_taken_newest_first_by_start_then_id() -> None:
    """LND-040."""
    # Given own loans of 2 lots, the third of them with an older start than its id tells
    desk = swapping(lots=6, own_lots=2)
    desk.at(1)
    for _ in range(3):
        desk.lend(3, 1, 2, 400)
    desk.change(5, start=desk.loan(2).start)
    swap(
        desk,
        "interest_claimed loan=1 hours_paid=1",
        "interest_paid loan=4",
        "loan_split loan=1 part=6 lots=2",
        "loan_handed_over loan=6 own_loan=4",
        "interest_paid loan=3",
        "loan_split loan=1 part=7 lots=2",
        "loan_handed_over loan=7 own_loan=3",
        "interest_paid loan=5",
        "loan_handed_over loan=1 own_loan=5 lots=2",
    )
    assert desk.loan(2).principal_lots == 2


def test_only_the_named_own_loan_is_looked_at() -> None:
    """LND-040, LND-042."""
    desk = swapping(lots=6, own_lots=2)
    desk.lend(3, 1, 2, 400)
    swap(desk, "interest_paid", "loan_split", "loan_handed_over own_loan=2", own_loan=2)
    assert desk.loan(1).principal_lots == 4
    desk.lend(3, 1, 2, 400, market=2)
    for other in (1, 2, 5, 9):
        swap(desk, "rejected reason=unknown_loan", own_loan=other)


def test_each_own_loan_looked_at_costs_a_unit_also_if_it_is_skipped() -> None:
    """LND-040, LND-043."""
    # Given the newest own loan due too soon
    desk = swapping(lots=4, own_lots=2)
    desk.lend(3, 1, 2, 400)
    desk.lend(3, 1, 2, 400)
    desk.change(4, due=desk.loan(1).due - 1, extensible=False)
    outcome = desk.run("swap_loan signer=11 account=1 loan=1")
    assert isinstance(outcome, Accepted)
    assert outcome.touched_orders == 3
    assert desk.state.loans.keys() == {1, 4, 5}


@pytest.mark.parametrize(
    ("touches", "lines"),
    [
        (1, ["rejected reason=nothing_to_swap"]),
        (2, FIRST_PART),
        (3, [*FIRST_PART, "interest_paid loan=2", "loan_handed_over own_loan=2"]),
    ],
)
def test_the_budget_ends_the_swap_and_what_was_handed_over_stays(
    touches: int, lines: list[str]
) -> None:
    """LND-040."""
    desk = Desk(max_touches=touches)
    desk.lend(1, 2, 4, 400)
    for _ in range(3):
        desk.lend(3, 1, 2, 400)
    desk.change(4, due=desk.loan(1).due - 1, extensible=False)
    swap(desk, *lines)


@pytest.mark.parametrize(
    ("terms", "skipped"),
    [
        ({"lender": 2}, True),
        ({"due": 3 * HOUR - 1}, True),
        ({"due": 240 * HOUR - 1}, False),
        ({"due": 240 * HOUR - 1, "extensible": False}, True),
        ({"due": 240 * HOUR - 1, "returnable": False}, True),
        ({"due": 240 * HOUR, "returnable": False, "extensible": False}, False),
    ],
)
def test_an_own_loan_is_skipped_if_it_would_bind_or_burden_the_new_lender(
    terms: dict[str, object], skipped: bool
) -> None:
    """LND-043."""
    desk = swapping()
    desk.at(3)
    desk.change(2, **terms)
    if skipped:
        swap(desk, "rejected reason=nothing_to_swap")
    else:
        swap(desk, "interest_claimed", "interest_paid", "loan_handed_over")


@pytest.mark.parametrize(("missing", "skipped"), [(0, False), (1, True)])
def test_an_own_loan_is_skipped_if_the_step_costs_more_than_there_is(
    missing: int, skipped: bool
) -> None:
    """LND-043."""
    # 320 atoms of interest, 32 of fee, a claim of 5, and 5,688 of cash; the claim of L is no help
    desk = Desk(lend_fee_rate=10_000)
    desk.lend(1, 2, 4, 400)
    desk.lend(3, 1, 4, 1_000)
    desk.change(2, claims=(Claim(AccountId(2), Atoms(5), Atoms(0)),))
    desk.at(3)
    desk.of(1, "withdraw", asset=3, atoms=FULL - 320 - 32 - 5 - 5_688 + missing)
    if skipped:
        swap(desk, "rejected reason=nothing_to_swap")
    else:
        swap(desk, "interest_claimed", "claim_paid", "interest_paid", "loan_handed_over")
        assert desk.atoms(1) == 0


@pytest.mark.parametrize(
    ("own_lots", "most", "skipped"),
    [
        # M has the own loan and one more: with equal parts one comes and one goes
        (4, 2, False),
        # the own loan stays, so that M would have three
        (6, 2, True),
        (6, 3, False),
    ],
)
def test_an_own_loan_is_skipped_if_its_lender_would_have_too_many(
    own_lots: int, most: int, skipped: bool
) -> None:
    """LND-043."""
    desk = Desk(max_loans_per_account=most)
    desk.lend(1, 2, 4, 400)
    desk.lend(3, 1, own_lots, 400)
    desk.run("open_account signer=14")
    desk.fund(4, 4 * LOT)
    desk.lend(4, 3, 2, 400)
    swap(desk, *(["rejected reason=nothing_to_swap"] if skipped else []))
    assert desk.loan(1).lender == (1 if skipped else 3)


def test_a_part_is_a_loan_more_for_the_borrower() -> None:
    """LND-043."""
    desk = Desk(max_loans_per_account=2)
    desk.lend(1, 2, 4, 400)
    desk.lend(3, 1, 2, 400)
    desk.run("open_account signer=14")
    desk.fund(4, 4 * LOT)
    desk.lend(4, 2, 2, 400)
    swap(desk, "rejected reason=nothing_to_swap")
    desk.of(2, "pay_interest", loan=3, reduce_lots=2, extend=False)
    swap(desk, "interest_paid", "loan_split", "loan_handed_over")


def test_a_borrower_with_an_overdue_loan_in_any_asset_is_not_handed_over() -> None:
    """LND-042."""
    desk = swapping()
    desk.lend(1, 2, 2, 500, market=2)
    desk.change(3, due=HOUR - 1)
    desk.at(1)
    swap(desk, "rejected reason=borrower_overdue")


def test_an_overdue_loan_is_not_handed_over() -> None:
    """LND-042, LND-024."""
    desk = swapping()
    desk.at(240, 1)
    swap(desk, "rejected reason=loan_overdue")
    desk = swapping()
    desk.at(240)
    swap(desk, "interest_claimed hours_paid=240", "interest_paid", "loan_handed_over atoms=0")


def test_claims_pass_with_the_whole_loan_and_stay_when_a_part_is_split_off() -> None:
    """LND-047, LND-041."""
    claim = Claim(AccountId(3), Atoms(5), Atoms(6))
    for own_lots, holder in ((4, 1), (2, 1)):
        desk = swapping(own_lots=own_lots)
        desk.change(1, claims=(claim,))
        swap(desk)
        assert desk.loan(holder).claims == (claim,)
        assert desk.loan(1).lender == (3 if own_lots == 4 else 1)


@pytest.mark.parametrize(("most", "reason"), [(2, None), (1, "too_many_claims")])
def test_a_loan_has_at_most_so_many_claims(most: int, reason: str | None) -> None:
    """LND-042."""
    desk = Desk(max_claims=most)
    desk.lend(1, 2, 4, 400)
    desk.lend(3, 1, 4, 400)
    desk.change(1, claims=(Claim(AccountId(3), Atoms(5), Atoms(6)),))
    # No hour is completed, so there is no claim; then there is
    desk.at(0, HOUR - 1)
    desk.of(1, "swap_loan", "rejected reason=unknown_loan", loan=2)
    desk.at(1)
    swap(desk, *([f"rejected reason={reason}"] if reason else []))


def test_only_the_lender_hands_over() -> None:
    """LND-042."""
    desk = swapping()
    for account in (2, 3):
        desk.of(account, "swap_loan", "rejected reason=unknown_loan", loan=1)


def test_a_swap_in_a_batch_shares_its_budget() -> None:
    """LND-040, MAT-021."""
    desk = Desk(max_touches=1)
    desk.lend(1, 2, 4, 400)
    desk.lend(1, 2, 4, 400)
    desk.lend(3, 1, 4, 400)
    desk.lend(3, 1, 4, 400)
    desk.run("""
        batch signer=11 account=1 commands=2
          swap_loan signer=11 account=1 loan=1
          swap_loan signer=11 account=1 loan=2
        => rejected reason=nothing_to_swap index=2
    """)

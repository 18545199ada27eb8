"""How a loan goes on: renewed by anybody, rolled when it is overdue (LND-050 to LND-055).

Account 1 lends, account 2 borrows, account 3 keeps or lends anew. A lot at 100 basis points owes an
atom an hour.
"""

import pytest

from tallystick.reference.state import Claim
from tallystick.reference.types.units import AccountId, Atoms
from tests.reference.loan_desk import HOUR, LOT, Desk

FULL = 40 * LOT
ENGINE = 2**61


@pytest.fixture
def desk() -> Desk:
    """Loan 1 of 4 lots at 1,000, at time 0: 40 atoms an hour."""
    desk = Desk()
    desk.lend(1, 2, 4, 1_000)
    return desk


def renew(desk: Desk, *lines: str, account: int = 3) -> None:
    """Let an account renew loan 1."""
    desk.of(account, "renew_loan", *lines, loan=1)


def roll(desk: Desk, *lines: str, signer: int = 99) -> None:
    """Let a principal without an account roll loan 1."""
    desk.run("\n".join((f"roll_loan signer={signer} loan=1", *(f"=> {line}" for line in lines))))


@pytest.mark.parametrize(
    ("hour", "milliseconds", "reason"),
    [
        (234, -1, "renewal_not_open"),
        (234, 0, None),
        (240, 0, None),
        (240, 1, "renewal_not_open"),
    ],
)
def test_a_loan_is_renewed_in_its_last_six_hours(
    desk: Desk, hour: int, milliseconds: int, reason: str | None
) -> None:
    """LND-050."""
    desk.at(hour, milliseconds)
    renew(desk, *([f"rejected reason={reason}"] if reason else []))


def test_an_extensible_loan_is_extended_also_in_a_halted_market(desk: Desk) -> None:
    """LND-051."""
    desk.change(1, claims=(Claim(AccountId(3), Atoms(5), Atoms(0)),))
    desk.at(235)
    desk.run("set_halted signer=0 market=3 halted=true")
    renew(
        desk,
        "claim_paid account=3",
        "interest_paid hours_paid=235 interest_atoms=9400",
        f"loan_extended loan=1 due={475 * HOUR}",
    )
    assert (desk.loan(1).start, desk.loan(1).principal_lots) == (0, 4)


def test_the_borrower_may_refuse(desk: Desk) -> None:
    """LND-050."""
    desk.of(2, "set_loan_terms", loan=1, auto_renew=False)
    desk.at(235)
    renew(desk, "rejected reason=renewal_refused")


@pytest.mark.parametrize("flag", ["returnable", "extensible"])
def test_otherwise_all_is_borrowed_anew_and_the_old_loan_repaid(flag: str) -> None:
    """LND-052, LND-035."""
    desk = Desk(lend_fee_rate=10_000)
    desk.lend(1, 2, 4, 1_000, **{flag: False})
    desk.order(3, "sell", 800, 2)
    desk.order(3, "sell", 1_000, 6, extensible=False)
    desk.at(235)
    back = [f"order_accepted account=1 order_id={ENGINE} side=sell price=1000", "order_rested"]
    due = 475 * HOUR
    renew(
        desk,
        f"order_accepted account=2 order_id={ENGINE} market=3 side=buy price=1000 lots=4"
        " order_type=fok self_trade=cancel_maker expires_at=null maker_fee_rate=10000"
        " taker_fee_rate=10000 fee_cap_atoms=10000 returnable=null",
        "traded price=800 lots=2",
        f"loan_opened loan=2 lender=3 borrower=2 rate=800 due={due} extensible=true",
        "traded price=1000 lots=2",
        f"loan_opened loan=3 lender=3 borrower=2 rate=1000 due={due} extensible=false",
        "interest_paid loan=1 hours_paid=235 interest_atoms=9400 fee_atoms=940",
        "loan_repaid loan=1 lots=4",
        *(back if flag == "extensible" else []),
    )
    assert desk.state.loans.keys() == {2, 3}
    assert desk.atoms(2) == FULL + 4 * LOT - 9_400 - 940


def test_all_or_nothing_is_borrowed_anew(desk: Desk) -> None:
    """LND-052."""
    desk.of(1, "set_loan_terms", loan=1, extensible=False)
    desk.order(3, "sell", 1_000, 2)
    desk.order(3, "sell", 1_100, 2)
    desk.at(235)
    renew(desk, "rejected reason=fok_not_filled")
    desk.run("set_halted signer=0 market=3 halted=true")
    renew(desk, "rejected reason=market_halted")


def test_own_offers_of_the_borrower_are_cancelled_for_it(desk: Desk) -> None:
    """LND-052."""
    desk.of(1, "set_loan_terms", loan=1, extensible=False, returnable=False)
    desk.order(2, "sell", 900, 2)
    desk.order(1, "sell", 1_000, 4)
    desk.at(235)
    removed = "order_removed account=2 cause=self_trade"
    rest = ("traded", "loan_opened lender=1", "interest_paid", "loan_repaid")
    renew(desk, "order_accepted", removed, *rest)


KEEPER = {"keeper_fee_permille": 1}
"""One permille of 2 lots: 1,752 atoms; 4 lots at 1,000 owe 9,600 for 240 hours."""


@pytest.mark.parametrize(
    ("rate", "fee"),
    [(1_000, 1_752), (200, 1_752), (100, 960)],
)
def test_who_renews_is_paid_at_most_the_interest_of_the_term(rate: int, fee: int) -> None:
    """LND-053."""
    desk = Desk(**KEEPER)
    desk.lend(1, 2, 4, rate)
    desk.at(235)
    paid = f"keeper_fee_paid loan=1 payer=2 account=3 asset=3 atoms={fee}"
    renew(desk, "interest_paid", "loan_extended", paid)
    assert desk.atoms(3) == FULL + fee


def test_who_renews_his_own_loan_pays_himself_nothing_and_the_lender_is_paid() -> None:
    """LND-053."""
    for account, lines in ((2, []), (1, ["keeper_fee_paid payer=2 account=1 atoms=1752"])):
        desk = Desk(**KEEPER)
        desk.lend(1, 2, 4, 1_000)
        desk.at(235)
        renew(desk, "interest_paid", "loan_extended", *lines, account=account)


def test_the_keeper_is_paid_before_the_return_by_the_loans_opened() -> None:
    """LND-053."""
    # 2 lots at 100 and 2 at 200 for 240 hours: 480 + 960
    desk = Desk(**KEEPER)
    desk.lend(1, 2, 4, 200, extensible=False)
    desk.order(3, "sell", 100, 2)
    desk.order(3, "sell", 200, 2)
    desk.at(235)
    opened = ("traded", "loan_opened rate=100", "traded", "loan_opened rate=200")
    back = ("keeper_fee_paid loan=1 atoms=1440", "order_accepted account=1", "order_rested")
    renew(desk, "order_accepted", *opened, "interest_paid", "loan_repaid", *back)


@pytest.mark.parametrize("extensible", [True, False])
@pytest.mark.parametrize(("missing", "reason"), [(0, None), (1, "insufficient_balance")])
def test_all_that_is_to_be_paid_must_be_covered(
    extensible: bool, missing: int, reason: str | None
) -> None:
    """LND-053."""
    # Interest of 235 hours, its fee, the keeper; the principal is there once it is borrowed anew
    desk = Desk(lend_fee_rate=10_000, **KEEPER)
    desk.lend(1, 2, 4, 1_000, extensible=extensible)
    desk.order(3, "sell", 1_000, 4)
    desk.at(235)
    desk.of(2, "withdraw", asset=3, atoms=FULL + 4 * LOT - 9_400 - 940 - 1_752 + missing)
    renew(desk, *([f"rejected reason={reason}"] if reason else []))
    assert reason is not None or desk.atoms(2) == 0


def test_a_borrower_at_his_limit_is_extended_but_not_lent_to_anew() -> None:
    """LND-052, LND-006."""
    for extensible in (True, False):
        desk = Desk(max_loans_per_account=1)
        desk.lend(1, 2, 4, 1_000, extensible=extensible)
        desk.order(3, "sell", 1_000, 4)
        desk.at(235)
        renew(desk, *([] if extensible else ["rejected reason=fok_not_filled"]))


def test_nobody_rolls_before_it_is_overdue(desk: Desk) -> None:
    """LND-054."""
    desk.at(240)
    roll(desk, "rejected reason=loan_not_overdue")
    desk.run("roll_loan signer=99 loan=2\n=> rejected reason=unknown_loan")


@pytest.mark.parametrize("signer", [0, 11, 99])
def test_an_extensible_loan_is_extended_by_anybody_whatever_the_borrower_wants(
    desk: Desk, signer: int
) -> None:
    """LND-054, CMD-010."""
    desk.of(2, "set_loan_terms", loan=1, auto_renew=False)
    desk.at(240, 1)
    desk.run("set_halted signer=0 market=3 halted=true")
    paid = "interest_paid hours_paid=241 interest_atoms=9640"
    roll(desk, paid, f"loan_extended due={480 * HOUR + 1}", signer=signer)
    assert desk.loan(1).auto_renew is False


@pytest.mark.parametrize(("missing", "reason"), [(0, None), (1, "insufficient_balance")])
def test_the_borrower_must_be_able_to_settle(desk: Desk, missing: int, reason: str | None) -> None:
    """LND-054."""
    desk.at(240, 1)
    desk.of(2, "withdraw", asset=3, atoms=FULL + 4 * LOT - 9_640 + missing)
    roll(desk, *([f"rejected reason={reason}"] if reason else []))


@pytest.fixture
def overdue(desk: Desk) -> Desk:
    """Loan 1 is returnable, not extensible, and overdue; the cap of a roll is 5,000."""
    desk.of(1, "set_loan_terms", loan=1, extensible=False)
    desk.at(240, 1)
    return desk


def test_the_lenders_own_money_is_the_last_offer_of_its_rate(overdue: Desk) -> None:
    """LND-055."""
    overdue.order(3, "sell", 1_100, 4)
    due = 480 * HOUR + 1
    roll(
        overdue,
        "interest_paid loan=1 hours_paid=241 interest_atoms=9640",
        f"order_accepted account=2 order_id={ENGINE} market=3 side=buy price=1000 lots=4"
        " order_type=ioc self_trade=cancel_maker",
        "order_removed account=2 lots=4 cause=unfilled",
        "loan_rolled loan=1 lots=4",
        f"loan_opened loan=2 lender=1 borrower=2 lots=4 rate=1000 due={due} returnable=true"
        " extensible=false auto_renew=true",
    )
    new = overdue.loan(2)
    assert (new.start, new.hours_paid, new.return_rate) == (240 * HOUR + 1, 0, 1_000)
    assert overdue.state.loans.keys() == {2}
    assert overdue.atoms(2) == FULL + 4 * LOT - 9_640


def test_the_book_lends_first_where_it_is_as_good_and_that_part_returns(overdue: Desk) -> None:
    """LND-055."""
    overdue.order(3, "sell", 1_000, 2)
    roll(
        overdue,
        "interest_paid",
        "order_accepted account=2 lots=4",
        "traded maker_account=3 price=1000 lots=2",
        "loan_opened loan=2 lender=3 lots=2 rate=1000",
        "order_removed account=2 lots=2 cause=unfilled",
        "loan_repaid loan=1 lots=2",
        "loan_rolled loan=1 lots=2",
        "loan_opened loan=3 lender=1 lots=2",
        "order_accepted account=1 side=sell price=1000 lots=2 extensible=false",
        "order_rested account=1",
    )


def test_a_loan_that_is_not_returnable_takes_what_the_book_has_below_the_cap(
    overdue: Desk,
) -> None:
    """LND-055."""
    overdue.of(1, "set_loan_terms", loan=1, returnable=False)
    roll(overdue, "rejected reason=nothing_rolled")
    overdue.order(3, "sell", 5_000, 2)
    overdue.order(3, "sell", 5_100, 2)
    roll(
        overdue,
        "interest_paid",
        "order_accepted price=5000 lots=4",
        "traded price=5000 lots=2",
        "loan_opened loan=2 lender=3",
        "order_removed lots=2 cause=unfilled",
        "loan_repaid loan=1 lots=2",
    )
    assert overdue.loan(1).principal_lots == 2
    roll(overdue, "rejected reason=nothing_rolled")


def test_the_limit_need_not_be_on_the_tick() -> None:
    """LND-055."""
    desk = Desk(rate_cap_bps=4_999)
    desk.lend(1, 2, 4, 1_000, returnable=False)
    desk.order(3, "sell", 4_900, 2)
    desk.at(240, 1)
    roll(desk, "interest_paid", "order_accepted price=4999", *["traded price=4900"], *SECOND_HALF)


SECOND_HALF = ("loan_opened", "order_removed cause=unfilled", "loan_repaid")


@pytest.mark.parametrize(("return_rate", "rolled"), [(5_000, True), (5_100, False)])
def test_the_lender_lends_on_only_within_the_cap(
    overdue: Desk, return_rate: int, rolled: bool
) -> None:
    """LND-055."""
    overdue.change(1, return_rate=return_rate)
    unfilled = ("order_accepted price=5000", "order_removed cause=unfilled")
    if rolled:
        again = ("loan_rolled lots=4", "loan_opened rate=5000")
        roll(overdue, "interest_paid", *unfilled, *again)
    else:
        roll(overdue, "rejected reason=nothing_rolled")


@pytest.mark.parametrize("cause", ["work_limit", "loan_limit"])
def test_only_what_the_budget_leaves_is_not_lent_on(cause: str) -> None:
    """LND-055."""
    # Given that the walk ends while an offer still crosses
    limits = {"max_touches": 1} if cause == "work_limit" else {"max_loans": 2}
    desk = Desk(**limits)
    desk.lend(1, 2, 4, 1_000, extensible=False)
    desk.order(3, "sell", 900, 2)
    desk.order(3, "sell", 1_000, 2)
    desk.at(240, 1)
    again = ("loan_rolled loan=1 lots=2", "loan_opened loan=3 lender=1 rate=1000")
    roll(
        desk,
        "interest_paid",
        "order_accepted account=2",
        "traded price=900",
        "loan_opened loan=2 lender=3",
        f"order_removed account=2 lots=2 cause={cause}",
        "loan_repaid loan=1 lots=2",
        *(again if cause == "loan_limit" else ()),
        "order_accepted account=1",
        "order_rested account=1",
    )
    # Then one loan has taken the place of another, also where the venue is full
    assert desk.loan(3 if cause == "loan_limit" else 1).principal_lots == 2


def test_a_rejected_roll_has_settled_nothing(overdue: Desk) -> None:
    """LND-055, CMD-004."""
    overdue.of(1, "set_loan_terms", loan=1, returnable=False)
    roll(overdue, "rejected reason=nothing_rolled")
    assert overdue.loan(1).hours_paid == 0
    assert overdue.dump().accounts[1].last_engine_order_id == 0


def test_a_halted_market_rolls_nothing_but_extends(overdue: Desk) -> None:
    """LND-054."""
    overdue.run("set_halted signer=0 market=3 halted=true")
    roll(overdue, "rejected reason=market_halted")


def test_who_renews_must_speak_for_his_account(desk: Desk) -> None:
    """LND-050, CMD-010."""
    desk.at(235)
    desk.judge("renew_loan signer=99 account=3 loan=1", "not_authorized")
    desk.of(3, "add_delegate", delegate=21)
    desk.run("renew_loan signer=21 account=3 loan=1")


def test_a_return_is_judged_by_what_was_reserved_before_the_command(desk: Desk) -> None:
    """LND-036, SPT-003."""
    # Given a lender who holds 6 lots and has 24 offered, more than he may newly reserve (9). The
    # renewal takes 4 of them and the return offers 4 again: no more than before the command.
    desk.of(1, "set_loan_terms", loan=1, extensible=False)
    desk.order(1, "sell", 500, 30)
    desk.order(1, "sell", 1_000, 4)
    desk.order(1, "sell", 2_100, 20)
    desk.order(3, "buy", 500, 30)
    assert desk.holds(1, 3) == (6 * LOT, 24 * LOT)
    desk.at(235)
    borrowed = ("order_accepted account=2", "traded maker_account=1 lots=4", "loan_opened lender=1")
    back = ("order_accepted account=1 lots=4", "order_rested account=1 open_lots=4")
    renew(desk, *borrowed, "interest_paid", "loan_repaid lots=4", *back)
    assert desk.holds(1, 3)[1] == 24 * LOT

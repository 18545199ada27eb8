"""What comes back is offered again, by an order that the engine makes (LND-035 to LND-037)."""

import pytest

from tallystick.reference.types.outcome import Accepted
from tests.reference.loan_desk import LOT, Desk, names

FIRST = 2**61
FULL = 40 * LOT


@pytest.fixture
def desk() -> Desk:
    """Account 1 has lent 4 lots to account 2 at 1,000 basis points, not extensible."""
    desk = Desk()
    desk.lend(1, 2, 4, 1_000, extensible=False)
    return desk


def repay(desk: Desk, *lines: str, lots: int = 4) -> list[str]:
    """Let account 2 repay that much of loan 1; the events after the repayment."""
    if lines:
        lines = ("interest_paid", f"loan_repaid lots={lots}", *lines)
    events = desk.of(2, "pay_interest", *lines, loan=1, reduce_lots=lots, extend=False)
    return names(events)[2:]


def test_it_returns_as_a_limit_order_with_the_flags_of_the_loan(desk: Desk) -> None:
    """LND-035, LND-036, LND-037."""
    repay(
        desk,
        f"order_accepted account=1 order_id={FIRST} market=3 side=sell price=1000 lots=2"
        " order_type=limit self_trade=cancel_taker expires_at=null reduce_only=false"
        " maker_fee_rate=0 taker_fee_rate=0 fee_cap_atoms=0 returnable=true extensible=false",
        f"order_rested account=1 order_id={FIRST} open_lots=2",
        lots=2,
    )
    accounts = desk.dump().accounts
    assert [account.last_engine_order_id for account in accounts] == [FIRST, 0, 0]
    assert accounts[0].last_order_id == 1


def test_the_rate_at_which_it_returns_is_the_return_rate(desk: Desk) -> None:
    """LND-035."""
    desk.change(1, return_rate=1_200)
    repay(desk, "order_accepted price=1200", "order_rested")


def test_ids_of_the_engine_go_on_from_its_last(desk: Desk) -> None:
    """LND-037."""
    repay(desk, "order_accepted", "order_rested", lots=2)
    desk.at(9)
    repay(desk, f"order_accepted order_id={FIRST + 1}", "order_rested", lots=2)


def test_an_order_of_the_engine_is_amended_and_cancelled_like_any_other(desk: Desk) -> None:
    """LND-037."""
    repay(desk)
    desk.of(1, "amend_order", "order_amended", order_id=FIRST, price=1_000, open_lots=2)
    desk.of(1, "amend_order", order_id=FIRST, price=1_100, open_lots=2)
    desk.of(1, "cancel_order", "order_removed cause=cancelled", order_id=FIRST)
    desk.order(1, "sell", 1_000, 2, f"order_accepted order_id={2}", "order_rested")


def test_what_is_not_returnable_stays_without_an_event(desk: Desk) -> None:
    """LND-035."""
    desk.of(1, "set_loan_terms", loan=1, returnable=False)
    assert repay(desk) == []
    assert desk.holds(1, 3) == (FULL + 320, 0)


def test_in_a_halted_market_it_stays_without_an_event(desk: Desk) -> None:
    """LND-035."""
    desk.run("set_halted signer=0 market=3 halted=true")
    assert repay(desk) == []


def test_it_walks_and_lends_at_the_rate_of_the_bid(desk: Desk) -> None:
    """LND-036."""
    # Given bids of 1,200 and 1,000: both are crossed, and the rest rests
    desk.order(3, "buy", 1_200, 2)
    repay(
        desk,
        "order_accepted price=1000 lots=4",
        "traded maker_account=3 taker_account=1 taker_side=sell price=1200 lots=2",
        "loan_opened loan=2 lender=1 borrower=3 lots=2 rate=1200 returnable=true extensible=false",
        "order_rested open_lots=2",
    )


def test_the_same_borrower_may_borrow_it_again(desk: Desk) -> None:
    """LND-036."""
    desk.order(2, "buy", 1_000, 4)
    repay(desk, "order_accepted", "traded", "loan_opened loan=2 borrower=2 lots=4")


def test_an_order_that_the_account_placed_is_never_cancelled_for_it(desk: Desk) -> None:
    """LND-035."""
    # Given that the lender himself bids
    desk.order(1, "buy", 1_000, 2)
    repay(desk, "order_accepted", "order_removed account=1 lots=4 cause=self_trade")
    assert desk.book(3) == (["1.2 1000x2"], [])


@pytest.mark.parametrize("cap", ["max_orders_per_account", "max_orders"])
def test_without_room_for_an_order_it_is_kept(cap: str) -> None:
    """LND-036, MAT-015."""
    desk = Desk(**{cap: 1})
    desk.lend(1, 2, 4, 1_000)
    desk.order(1, "sell", 2_000, 2)
    repay(desk, "return_kept account=1 market=3 lots=4")
    assert desk.atoms(1) == FULL + 320
    assert desk.dump().accounts[0].last_engine_order_id == 0


@pytest.mark.parametrize(("others", "kept"), [(10, False), (12, True)])
def test_beyond_what_he_may_reserve_it_is_kept(desk: Desk, others: int, kept: bool) -> None:
    """LND-036, SPT-003."""
    # Given offers of the lender, of which one has left him 6 lots. With 4 that come back he has 10,
    # and 320 atoms, against which 15 lots may be reserved, 4 of them by the return.
    desk.order(1, "sell", 2_000, 30)
    desk.order(1, "sell", 2_100, others)
    desk.order(3, "buy", 2_000, 30)
    events = repay(desk)
    assert events == (["ReturnKept"] if kept else ["OrderAccepted", "OrderRested"])


def test_it_uses_what_is_left_of_the_budget() -> None:
    """LND-036, MAT-021."""
    # Given a budget of 2 for a batch that has used 1 of them
    desk = Desk(max_touches=2)
    desk.lend(1, 2, 4, 1_000)
    desk.order(3, "buy", 1_000, 2)
    desk.order(3, "buy", 1_000, 2)
    desk.order(3, "sell", 3_000, 2)
    outcome = desk.run("""
        batch signer=12 account=2 commands=2
          place_order signer=12 account=2 order_id=9 market=3 side=buy price=3000 lots=2
          pay_interest signer=12 account=2 loan=1 reduce_lots=4 extend=false
        => order_accepted account=2
        => traded lots=2
        => loan_opened loan=2
        => interest_paid
        => loan_repaid
        => order_accepted account=1
        => traded lots=2
        => loan_opened loan=3
        => order_removed account=1 lots=2 cause=work_limit
    """)
    assert isinstance(outcome, Accepted)
    assert outcome.touched_orders == 2


def test_a_payment_stands_whatever_becomes_of_the_return() -> None:
    """LND-036."""
    # Given that neither the lender nor the venue may have another loan
    desk = Desk(max_loans=1, max_loans_per_account=1)
    desk.lend(1, 2, 4, 1_000)
    desk.order(3, "buy", 1_000, 2)
    repay(
        desk,
        "order_accepted account=1",
        "order_removed account=1 lots=2 cause=loan_limit",
        lots=2,
    )
    assert desk.loan(1).principal_lots == 2

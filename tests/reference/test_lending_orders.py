"""Orders on a lending market, and the loans that their trades open (LND-001 to LND-013)."""

import pytest

from tests.reference.loan_desk import HOUR, LOT, Desk
from tests.reference.venue import Venue


def test_an_offer_reserves_what_it_lends_and_a_buy_nothing(loans: Venue) -> None:
    """LND-001, LND-004."""
    # Given 500 atoms each: an offer of 12 lots reserves 120, a buy of 1,000 lots nothing
    loans.run("""
        place_order signer=11 account=1 order_id=1 market=2 side=sell price=500 lots=12
        => order_accepted maker_fee_rate=0 taker_fee_rate=0 fee_cap_atoms=0 returnable=true \
            extensible=true
        => order_rested
        place_order signer=12 account=2 order_id=1 market=2 side=buy price=495 lots=1000
        => order_accepted maker_fee_rate=13331 taker_fee_rate=13331 fee_cap_atoms=5 \
            returnable=null extensible=null
        => order_rested
    """)
    assert loans.holds(1, 2) == (500, 120)
    assert (loans.holds(2, 1), loans.holds(2, 2)) == ((1_000, 0), (500, 0))


@pytest.mark.parametrize(
    ("lots", "reason"), [(50, None), (52, "insufficient_balance"), (24, None), (26, None)]
)
def test_an_offer_alone_stays_within_the_balance(
    loans: Venue, lots: int, reason: str | None
) -> None:
    """LND-001, SPT-003."""
    loans.judge(
        f"place_order signer=11 account=1 order_id=1 market=2 side=sell price=500 lots={lots}",
        reason,
    )


@pytest.mark.parametrize(("lots", "reason"), [(24, None), (26, "reservation_limit")])
def test_offers_together_stay_within_the_multiple(
    loans: Venue, lots: int, reason: str | None
) -> None:
    """LND-001, SPT-003."""
    # 500 atoms at 15 tenths: 750. A spot sell of the same asset counts, too.
    loans.run("""
        place_order signer=11 account=1 order_id=1 market=2 side=sell price=500 lots=26
        place_order signer=11 account=1 order_id=2 market=1 side=sell price=100 lots=25
    """)
    loans.judge(
        f"place_order signer=11 account=1 order_id=3 market=2 side=sell price=500 lots={lots}",
        reason,
    )


@pytest.mark.parametrize("side", ["buy", "sell"])
@pytest.mark.parametrize(("lots", "reason"), [(65_536, None), (65_538, "order_too_large")])
def test_no_order_is_larger_than_what_there_can_be(
    loans: Venue, side: str, lots: int, reason: str | None
) -> None:
    """LND-002."""
    # 65,536 lots of 2^40 atoms are 2^56; orders that cannot rest are judged, too
    loans.run("""
        list_asset signer=0 lot_atoms=1099511627776 fee_cap_atoms=0
        list_market signer=0 asset=3 kind=lend tick=5 minimum_lots=2
    """)
    loans.judge(
        f"place_order signer=11 account=1 order_id=1 market=3 side={side} price=9995 lots={lots}"
        " order_type=ioc",
        reason,
    )


def test_a_large_price_is_no_large_order_of_loans(loans: Venue) -> None:
    """LND-002."""
    # price * lots is bounded on spot markets only
    loans.run(
        "place_order signer=11 account=1 order_id=1 market=2 side=buy price=9995 lots=1099511627776"
    )


def test_an_amend_that_re_enters_is_judged_like_a_new_order() -> None:
    """LND-002, MAT-037."""
    desk = Desk()
    order_id = desk.order(1, "buy", 500, 2)
    most = 2**56 // LOT // 2 * 2
    desk.of(1, "amend_order", order_id=order_id, price=500, open_lots=most)
    desk.of(
        1,
        "amend_order",
        "rejected reason=order_too_large",
        order_id=order_id,
        price=500,
        open_lots=most + 2,
    )


@pytest.mark.parametrize(
    ("flags", "returnable", "extensible"),
    [
        ("", "true", "true"),
        ("returnable=false", "false", "true"),
        ("extensible=false", "true", "false"),
        ("returnable=true extensible=true", "true", "true"),
    ],
)
def test_flags_that_an_offer_does_not_name_are_true(
    loans: Venue, flags: str, returnable: str, extensible: str
) -> None:
    """LND-003, LND-011."""
    loans.run(f"""
        place_order signer=11 account=1 order_id=1 market=2 side=sell price=500 lots=2 {flags}
        => order_accepted returnable={returnable} extensible={extensible}
        => order_rested
        place_order signer=12 account=2 order_id=1 market=2 side=buy price=500 lots=2
        => order_accepted
        => traded
        => loan_opened returnable={returnable} extensible={extensible} auto_renew=true
    """)


@pytest.mark.parametrize("flag", ["returnable", "extensible"])
@pytest.mark.parametrize("named", ["true", "false"])
@pytest.mark.parametrize("order", ["market=1 side=sell", "market=1 side=buy", "market=2 side=buy"])
def test_only_an_offer_has_flags(loans: Venue, order: str, flag: str, named: str) -> None:
    """LND-003."""
    loans.judge(
        f"place_order signer=11 account=1 order_id=1 {order} price=100 lots=2 {flag}={named}",
        "flags_not_of_offer",
    )


@pytest.mark.parametrize("market", [1, 2])
def test_other_profiles_have_no_flags(spot: Venue, books: Venue, market: int) -> None:
    """LND-003, CMD-007."""
    books.run("list_market signer=0 asset=2 kind=lend tick=5 minimum_lots=2")
    for venue in (spot, books):
        venue.judge(
            f"place_order signer=11 account=1 order_id=1 market={market} side=sell price=100 lots=2"
            " returnable=true",
            "not_in_profile",
        )


def test_an_exempt_account_borrows_without_a_fee(loans: Venue) -> None:
    """LND-004."""
    # Given an order before the exemption and one after it
    loans.run("""
        place_order signer=12 account=2 order_id=1 market=2 side=buy price=500 lots=2
        set_fee_exempt signer=0 account=2 exempt=true
        place_order signer=12 account=2 order_id=2 market=2 side=buy price=500 lots=2
        place_order signer=11 account=1 order_id=1 market=2 side=sell price=500 lots=4
        => order_accepted
        => traded maker_order_id=1
        => loan_opened loan=1 fee_rate=13331 fee_cap_atoms=5
        => traded maker_order_id=2
        => loan_opened loan=2 fee_rate=0 fee_cap_atoms=5
    """)


def test_a_trade_moves_the_principal_opens_a_loan_and_costs_no_fee(loans: Venue) -> None:
    """LND-004, LND-010, LND-011, LND-013."""
    # Keeper fee: 333 permille of 2 lots of 10 atoms are 6.66, so 7
    loans.run(f"""
        advance_time signer=0 now={HOUR}
        place_order signer=11 account=1 order_id=1 market=2 side=sell price=500 lots=10
        place_order signer=12 account=2 order_id=1 market=2 side=buy price=700 lots=6
        => order_accepted
        => traded maker_account=1 taker_account=2 taker_side=buy price=500 lots=6
        => loan_opened loan=1 asset=2 lender=1 borrower=2 lots=6 rate=500 due={241 * HOUR} \
            fee_rate=13331 fee_cap_atoms=5 keeper_fee_atoms=7
    """)
    assert (loans.holds(1, 2), loans.holds(2, 2)) == ((440, 40), (560, 0))
    assert [asset.treasury_atoms for asset in loans.dump().assets] == [0, 0]
    (loan,) = loans.dump().loans or ()
    assert (loan.return_rate, loan.start, loan.hours_paid, loan.interest_credit) == (
        500,
        HOUR,
        0,
        0,
    )
    assert (loan.fee_left_atoms, loan.fee_credit, loan.claims) == (5, 0, ())


def test_each_trade_opens_its_own_loan_also_of_one_pair() -> None:
    """LND-011, LND-012."""
    desk = Desk()
    for rate in (500, 600, 500):
        desk.order(1, "sell", rate, 2)
    desk.order(
        2,
        "buy",
        600,
        6,
        "order_accepted",
        "traded price=500",
        "loan_opened loan=1 rate=500",
        "traded price=500",
        "loan_opened loan=2 rate=500",
        "traded price=600",
        "loan_opened loan=3 rate=600",
    )


def test_a_maker_that_borrows_gets_its_loan_at_its_own_rate(loans: Venue) -> None:
    """LND-011."""
    loans.run("""
        place_order signer=12 account=2 order_id=1 market=2 side=buy price=700 lots=6
        place_order signer=11 account=1 order_id=1 market=2 side=sell price=500 lots=2 \
            returnable=false
        => order_accepted
        => traded taker_side=sell price=700 lots=2
        => loan_opened lender=1 borrower=2 rate=700 returnable=false extensible=true
    """)


@pytest.mark.parametrize(
    ("balance", "lots"), [(2 * LOT - 1, 0), (2 * LOT, 2), (4 * LOT - 1, 2), (6 * LOT, 6)]
)
def test_an_offer_delivers_whole_minima(balance: int, lots: int) -> None:
    """LND-005."""
    # Given an offer of 6 lots whose owner takes atoms away until that much is left
    desk = Desk(lots=0, reservation_multiple_tenths=40)
    desk.fund(1, 6 * LOT)
    desk.order(1, "sell", 500, 6)
    left = 6 * LOT - balance
    if left:
        # At 40 tenths a quarter of what is reserved must stay
        desk.of(1, "withdraw", asset=3, atoms=left)
    events = () if lots else ("order_removed account=1 lots=6 cause=underfunded",)
    traded = (f"traded lots={lots}", "loan_opened") if lots else ()
    cut = ("order_removed account=1 cause=underfunded",) if 0 < lots < 6 else ()
    rest = ("order_rested account=2",)
    desk.order(2, "buy", 500, 8, "order_accepted", *events, *traded, *cut, *rest)


def test_a_taker_that_offers_is_cut_too() -> None:
    """LND-005, MAT-029."""
    desk = Desk(lots=5)
    desk.order(2, "buy", 500, 8)
    desk.order(
        1,
        "sell",
        500,
        6,
        "order_accepted",
        "traded lots=4",
        "loan_opened lots=4",
        "order_removed account=1 lots=2 cause=underfunded",
        order_type="ioc",
    )


@pytest.mark.parametrize("party", ["lender", "borrower"])
def test_a_taker_at_the_loan_limit_trades_nothing(party: str) -> None:
    """LND-006."""
    # Given account 1 with one loan of each kind, the most that it may have
    desk = Desk(max_loans_per_account=2)
    desk.lend(1, 2, 2, 500)
    desk.lend(3, 1, 2, 500)
    side, other = ("sell", "buy") if party == "lender" else ("buy", "sell")
    desk.order(3, other, 500, 2)
    desk.order(1, side, 500, 4, "order_accepted", "order_removed lots=4 cause=loan_limit")
    assert desk.state.loans.keys() == {1, 2}


def test_a_maker_at_the_loan_limit_is_removed_and_the_walk_goes_on() -> None:
    """LND-006."""
    desk = Desk(max_loans_per_account=1)
    desk.order(1, "sell", 400, 4)
    desk.order(3, "sell", 500, 2)
    desk.order(2, "buy", 400, 2, "order_accepted", "traded lots=2", "loan_opened lender=1")
    desk.run("open_account signer=14")
    removed = "order_removed account=1 lots=2 cause=loan_limit"
    desk.order(4, "buy", 500, 2, "order_accepted", removed, "traded", "loan_opened lender=3")


def test_the_limit_of_the_venue_ends_the_walk_before_anything_is_touched() -> None:
    """LND-007."""
    # Given as many loans as the venue may have, and an offer that has expired
    desk = Desk(max_loans=1)
    desk.order(1, "sell", 500, 4, expires_at=50)
    desk.order(2, "buy", 500, 2)
    desk.run("advance_time signer=0 now=50")
    desk.order(3, "buy", 500, 2, "order_accepted", "order_removed account=3 cause=loan_limit")
    desk.order(3, "buy", 500, 2, "rejected reason=work_limit", order_type="post_only")
    desk.order(3, "buy", 500, 2, "rejected reason=fok_not_filled", order_type="fok")
    desk.order(3, "buy", 400, 2, "order_accepted", "order_rested")
    assert desk.book(3)[1] == ["1.1 500x2"]


def test_the_budget_is_asked_before_the_limit_of_the_venue() -> None:
    """LND-007, MAT-023."""
    desk = Desk(max_loans=1, max_touches=1)
    desk.order(1, "sell", 500, 2)
    desk.order(1, "sell", 500, 2)
    desk.order(
        2,
        "buy",
        500,
        4,
        "order_accepted",
        "traded",
        "loan_opened",
        "order_removed account=2 lots=2 cause=work_limit",
    )


def test_the_limit_reached_within_a_walk_ends_it() -> None:
    """LND-007."""
    desk = Desk(max_loans=1)
    desk.order(1, "sell", 500, 2)
    desk.order(1, "sell", 500, 2)
    desk.order(
        2,
        "buy",
        500,
        4,
        "order_accepted",
        "traded",
        "loan_opened",
        "order_removed account=2 lots=2 cause=loan_limit",
    )


def test_loan_ids_count_over_the_venue_and_a_rejected_command_uses_none() -> None:
    """LND-012."""
    desk = Desk()
    desk.order(1, "sell", 500, 2)
    desk.order(2, "buy", 500, 4, "rejected reason=fok_not_filled", order_type="fok")
    assert desk.state.last_loan == 0
    desk.order(2, "buy", 500, 2)
    desk.run("""
        place_order signer=11 account=1 order_id=9 market=2 side=sell price=500 lots=2
        place_order signer=12 account=2 order_id=9 market=2 side=buy price=500 lots=2
        => order_accepted
        => traded
        => loan_opened loan=2 asset=2
    """)


def test_a_walk_on_a_lending_market_of_match_1_opens_no_loan(books: Venue) -> None:
    """CMD-002."""
    books.run("""
        list_market signer=0 asset=2 kind=lend tick=5 minimum_lots=2
        place_order signer=11 account=1 order_id=1 market=2 side=sell price=500 lots=2
        => order_accepted returnable=null extensible=null
        => order_rested
        place_order signer=12 account=2 order_id=1 market=2 side=buy price=500 lots=2
        => order_accepted
        => traded
    """)
    assert books.dump().loans is None


def test_the_base_asset_can_be_lent(loans: Venue) -> None:
    """LND-001, LND-011."""
    # Given preset minimal: a lot of the base asset is 1 atom, and its fee cap 3
    loans.run("""
        list_market signer=0 asset=1 kind=lend tick=5 minimum_lots=2
        place_order signer=11 account=1 order_id=1 market=3 side=sell price=500 lots=100
        place_order signer=11 account=1 order_id=2 market=1 side=buy price=100 lots=2
    """)
    lot_atoms = loans.dump().assets[0].lot_atoms
    assert loans.holds(1, 1) == (1_000, 100 * lot_atoms + 200)
    loans.run("""
        place_order signer=12 account=2 order_id=1 market=3 side=buy price=500 lots=100
        => order_accepted fee_cap_atoms=3
        => traded lots=100
        => loan_opened asset=1 lots=100 fee_cap_atoms=3
    """)
    assert loans.holds(2, 1) == (1_000 + 100 * lot_atoms, 0)

"""The walk of a new order over books with unlimited funds (MAT-003 to MAT-033)."""

import pytest

from tallystick.reference.types.choices import Profile
from tallystick.reference.types.outcome import Accepted
from tests.reference.venue import Venue

THREE_ASKS = """
place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=2
place_order signer=12 account=2 order_id=1 market=1 side=sell price=105 lots=2
place_order signer=12 account=2 order_id=2 market=1 side=sell price=110 lots=2
"""
FOUR_EXPIRED_ASKS = """
place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=2 expires_at=10
place_order signer=11 account=1 order_id=2 market=1 side=sell price=100 lots=2 expires_at=10
place_order signer=11 account=1 order_id=3 market=1 side=sell price=100 lots=2 expires_at=10
place_order signer=12 account=2 order_id=1 market=1 side=sell price=105 lots=2 expires_at=10
advance_time signer=0 now=10
"""


def test_an_order_rests_at_the_tail_of_its_price(books: Venue) -> None:
    books.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=105 lots=2
        => order_accepted account=1 order_id=1 market=1 side=sell price=105 lots=2 \
            order_type=limit self_trade=reject expires_at=null reduce_only=false \
            maker_fee_rate=0 taker_fee_rate=0 fee_cap_atoms=0
        => order_rested account=1 order_id=1 open_lots=2
        place_order signer=12 account=2 order_id=1 market=1 side=sell price=100 lots=2
        place_order signer=13 account=3 order_id=1 market=1 side=sell price=105 lots=2
        place_order signer=11 account=1 order_id=2 market=1 side=sell price=105 lots=2
        place_order signer=12 account=2 order_id=2 market=1 side=buy price=90 lots=2
        place_order signer=13 account=3 order_id=2 market=1 side=buy price=95 lots=2
        place_order signer=12 account=2 order_id=3 market=1 side=buy price=95 lots=2
    """)
    assert books.book() == (
        ["3.2 95x2", "2.3 95x2", "2.2 90x2"],
        ["2.1 100x2", "1.1 105x2", "3.1 105x2", "1.2 105x2"],
    )


def test_a_taker_pays_the_makers_price_from_the_best_on(books: Venue) -> None:
    books.run(THREE_ASKS)
    outcome = books.run("""
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=105 lots=3
        => order_accepted order_id=1
        => traded market=1 maker_account=1 maker_order_id=1 taker_account=3 taker_order_id=1 \
            taker_side=buy price=100 lots=2
        => traded maker_account=2 maker_order_id=1 price=105 lots=1
    """)
    assert isinstance(outcome, Accepted)
    assert outcome.touched_orders == 2
    assert books.book() == ([], ["2.1 105x1", "2.2 110x2"])


def test_a_selling_taker_meets_the_highest_bid_first(books: Venue) -> None:
    books.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=2
        place_order signer=12 account=2 order_id=1 market=1 side=buy price=105 lots=2
        place_order signer=13 account=3 order_id=1 market=1 side=sell price=100 lots=5
        => order_accepted order_id=1
        => traded maker_account=2 taker_side=sell price=105 lots=2
        => traded maker_account=1 taker_side=sell price=100 lots=2
        => order_rested account=3 order_id=1 open_lots=1
    """)
    assert books.book() == ([], ["3.1 100x1"])


@pytest.mark.parametrize(
    ("price", "trades"), [(95, False), (100, True), (105, True)], ids=["below", "at", "above"]
)
def test_a_buy_crosses_from_the_ask_on(books: Venue, price: int, trades: bool) -> None:
    books.run(THREE_ASKS)
    outcome = books.run(
        f"place_order signer=13 account=3 order_id=1 market=1 side=buy price={price} lots=2"
    )
    assert isinstance(outcome, Accepted)
    assert outcome.touched_orders == (1 if trades else 0)


def test_an_ioc_remainder_never_rests(books: Venue) -> None:
    books.run(THREE_ASKS)
    books.run("""
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=100 lots=3 order_type=ioc
        => order_accepted order_id=1 order_type=ioc
        => traded price=100 lots=2
        => order_removed account=3 order_id=1 lots=1 cause=unfilled
    """)
    assert books.book() == ([], ["2.1 105x2", "2.2 110x2"])


@pytest.mark.parametrize(
    ("lots", "filled"), [(3, True), (4, True), (5, False)], ids=["fewer", "all", "more"]
)
def test_fill_or_kill_trades_every_lot_or_none(books: Venue, lots: int, filled: bool) -> None:
    # Given 4 lots up to 105
    books.run(THREE_ASKS)
    order = f"market=1 side=buy price=105 lots={lots} order_type=fok"
    reason = None if filled else "fok_not_filled"
    books.judge(f"place_order signer=13 account=3 order_id=1 {order}", reason)
    assert books.dump().accounts[2].last_order_id == (1 if filled else 0)


def test_fill_or_kill_fails_when_the_budget_ends_it() -> None:
    # Given 6 lots of three makers: a budget of 3 fills 6, a budget of 2 does not
    order = "order_id=1 market=1 side=buy price=110 lots=6 order_type=fok"
    for budget, reason in ((2, "fok_not_filled"), (3, None)):
        venue = Venue(Profile.MATCH_1, max_touches=budget)
        venue.run(THREE_ASKS)
        venue.judge(f"place_order signer=13 account=3 {order}", reason)


def test_decremented_lots_do_not_fill(books: Venue) -> None:
    # Given 2 lots of another account and 2 of the own, 4 are taken off the order but 2 are traded
    books.run(THREE_ASKS)
    own = "market=1 side=buy price=105 order_type=fok self_trade=decrement"
    books.run(f"""
        place_order signer=12 account=2 order_id=3 lots=4 {own}
        => rejected reason=fok_not_filled
        place_order signer=12 account=2 order_id=3 lots=2 {own}
        => order_accepted order_id=3
        => traded price=100 lots=2
    """)


def test_fill_or_kill_that_meets_itself_is_a_self_trade(books: Venue) -> None:
    books.run(THREE_ASKS)
    order = "market=1 side=buy price=110 lots=7 order_type=fok"
    books.run(f"""
        place_order signer=12 account=2 order_id=3 {order}
        => rejected reason=self_trade
        place_order signer=12 account=2 order_id=3 {order} self_trade=cancel_taker
        => rejected reason=fok_not_filled
        place_order signer=12 account=2 order_id=3 {order} self_trade=cancel_maker
        => rejected reason=fok_not_filled
    """)


def test_post_only_rests_or_is_rejected_whosever_the_maker(books: Venue) -> None:
    books.run(THREE_ASKS)
    books.run("""
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=100 lots=2 \
            order_type=post_only
        => rejected reason=post_only_crosses
        place_order signer=11 account=1 order_id=2 market=1 side=buy price=100 lots=2 \
            order_type=post_only self_trade=cancel_maker
        => rejected reason=post_only_crosses
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=95 lots=2 \
            order_type=post_only
        => order_accepted order_type=post_only
        => order_rested open_lots=2
    """)


def test_post_only_removes_expired_orders_and_then_rests(books: Venue) -> None:
    books.run(FOUR_EXPIRED_ASKS)
    books.run("""
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=100 lots=2 \
            order_type=post_only
        => order_accepted order_id=1
        => order_removed account=1 order_id=1 lots=2 cause=expired
        => order_removed account=1 order_id=2 lots=2 cause=expired
        => order_removed account=1 order_id=3 lots=2 cause=expired
        => order_rested account=3 order_id=1 open_lots=2
    """)


def test_post_only_without_budget_is_rejected(books: Venue) -> None:
    # Given a fourth expired ask that crosses at 105, past the budget of 3
    books.run(FOUR_EXPIRED_ASKS)
    books.run("""
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=105 lots=2 \
            order_type=post_only
        => rejected reason=work_limit
    """)


def test_what_the_budget_leaves_is_removed_unless_it_does_not_cross(books: Venue) -> None:
    books.run(FOUR_EXPIRED_ASKS)
    outcome = books.run("""
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=105 lots=2
        => order_accepted order_id=1
        => order_removed account=1 order_id=1 cause=expired
        => order_removed account=1 order_id=2 cause=expired
        => order_removed account=1 order_id=3 cause=expired
        => order_removed account=3 order_id=1 lots=2 cause=work_limit
    """)
    assert isinstance(outcome, Accepted)
    assert outcome.touched_orders == 3


@pytest.mark.parametrize(
    ("budget", "bids"),
    [
        (1, []),  # the second ask crosses: the rest is removed
        (2, ["3.1 105x1"]),  # both are traded and nothing crosses any more: the rest rests
        (3, ["3.1 105x1"]),
    ],
)
def test_the_budget_counts_each_maker_once(budget: int, bids: list[str]) -> None:
    venue = Venue(Profile.MATCH_1, max_touches=budget)
    venue.run(THREE_ASKS)
    venue.run("place_order signer=13 account=3 order_id=1 market=1 side=buy price=105 lots=5")
    assert venue.book()[0] == bids


def test_an_order_expires_for_takers_at_its_time(books: Venue) -> None:
    books.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=2 expires_at=50
        place_order signer=11 account=1 order_id=2 market=1 side=sell price=100 lots=2 expires_at=51
        advance_time signer=0 now=50
        => time_advanced now=50
    """)
    assert books.book() == ([], ["1.1 100x2", "1.2 100x2"])  # no order was touched
    books.run("""
        place_order signer=12 account=2 order_id=1 market=1 side=buy price=100 lots=2
        => order_accepted order_id=1
        => order_removed account=1 order_id=1 lots=2 cause=expired
        => traded maker_order_id=2 lots=2
    """)


def test_an_expired_order_of_the_own_account_is_expired_not_a_self_trade(books: Venue) -> None:
    books.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=2 expires_at=50
        advance_time signer=0 now=50
        place_order signer=11 account=1 order_id=2 market=1 side=buy price=100 lots=2
        => order_accepted order_id=2
        => order_removed order_id=1 cause=expired
        => order_rested order_id=2
    """)


@pytest.mark.parametrize(
    ("policy", "lines", "bids", "asks", "touched"),
    [
        (
            "cancel_maker",
            """
            => order_removed account=1 order_id=1 lots=2 cause=self_trade
            => traded maker_account=2 price=105 lots=2
            => order_rested account=1 order_id=2 open_lots=3
            """,
            ["1.2 105x3"],
            ["2.2 110x2"],
            2,
        ),
        (
            "cancel_taker",
            "=> order_removed account=1 order_id=2 lots=5 cause=self_trade",
            [],
            ["1.1 100x2", "2.1 105x2", "2.2 110x2"],
            0,
        ),
        (
            "decrement",
            """
            => orders_decremented account=1 maker_order_id=1 taker_order_id=2 lots=2
            => traded maker_account=2 price=105 lots=2
            => order_rested account=1 order_id=2 open_lots=1
            """,
            ["1.2 105x1"],
            ["2.2 110x2"],
            2,
        ),
    ],
)
def test_self_trade_policies(
    books: Venue, policy: str, lines: str, bids: list[str], asks: list[str], touched: int
) -> None:
    books.run(THREE_ASKS)
    order = "market=1 side=buy price=105 lots=5"
    accepted = "=> order_accepted order_id=2"
    expected = "\n".join(line.strip() for line in lines.splitlines() if line.strip())
    outcome = books.run(
        f"place_order signer=11 account=1 order_id=2 {order} self_trade={policy}\n"
        f"{accepted} self_trade={policy}\n{expected}"
    )
    assert isinstance(outcome, Accepted)
    assert outcome.touched_orders == touched
    assert books.book() == (bids, asks)


def test_self_trade_is_rejected_with_all_that_was_traded_before(books: Venue) -> None:
    books.run(THREE_ASKS)
    books.run("""
        place_order signer=12 account=2 order_id=3 market=1 side=buy price=105 lots=3
        => rejected reason=self_trade
    """)
    assert books.book() == ([], ["1.1 100x2", "2.1 105x2", "2.2 110x2"])


def test_a_decrement_leaves_the_larger_order(books: Venue) -> None:
    # Given 5 against 2, the maker keeps 3 and its place; given 3 against 3, both are gone
    books.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=5
        place_order signer=12 account=2 order_id=1 market=1 side=sell price=100 lots=2
        place_order signer=11 account=1 order_id=2 market=1 side=buy price=100 lots=2 \
            self_trade=decrement
        => order_accepted order_id=2
        => orders_decremented account=1 maker_order_id=1 taker_order_id=2 lots=2
    """)
    assert books.book() == ([], ["1.1 100x3", "2.1 100x2"])
    books.run("""
        place_order signer=11 account=1 order_id=3 market=1 side=buy price=100 lots=3 \
            self_trade=decrement
        => order_accepted order_id=3
        => orders_decremented account=1 maker_order_id=1 taker_order_id=3 lots=3
    """)
    assert books.book() == ([], ["2.1 100x2"])


def test_the_takers_policy_counts_not_the_makers(books: Venue) -> None:
    books.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=2 \
            self_trade=decrement
        place_order signer=11 account=1 order_id=2 market=1 side=buy price=100 lots=2
        => rejected reason=self_trade
    """)


def test_accounts_of_one_owner_trade() -> None:
    venue = Venue(Profile.MATCH_1, max_accounts=4)
    venue.run("""
        open_account signer=11
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=2
        place_order signer=11 account=4 order_id=1 market=1 side=buy price=100 lots=2
        => order_accepted order_id=1
        => traded maker_account=1 taker_account=4 lots=2
    """)


def test_the_policy_of_a_lending_order_is_to_cancel_the_maker(books: Venue) -> None:
    books.run("""
        list_market signer=0 asset=2 kind=lend tick=1 minimum_lots=1
        list_market signer=0 asset=2 kind=perp tick=1 minimum_lots=1
        place_order signer=11 account=1 order_id=1 market=2 side=sell price=100 lots=2
        => order_accepted self_trade=cancel_maker
        => order_rested open_lots=2
        place_order signer=11 account=1 order_id=2 market=2 side=buy price=100 lots=2
        => order_accepted self_trade=cancel_maker
        => order_removed order_id=1 lots=2 cause=self_trade
        => order_rested order_id=2 open_lots=2
        place_order signer=11 account=1 order_id=3 market=3 side=buy price=100 lots=2
        => order_accepted self_trade=reject
        => order_rested order_id=3
    """)

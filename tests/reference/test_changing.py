"""Amend, replace, cancel and batch (CMD-041 to CMD-047, MAT-036, MAT-037)."""

import pytest

from tallystick.reference.types.choices import Profile
from tallystick.reference.types.outcome import Accepted
from tests.reference.venue import Venue

TWO_ASKS = """
place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=4
place_order signer=12 account=2 order_id=1 market=1 side=sell price=100 lots=4
"""
AMENDED = "=> order_amended account=1 order_id=1"
RESTED = "=> order_rested account=1 order_id=1"


@pytest.mark.parametrize(
    ("price", "open_lots", "lines", "asks"),
    [
        (100, 4, "=> nothing", ["1.1 100x4", "2.1 100x4"]),
        (100, 3, f"{AMENDED} price=100 open_lots=3", ["1.1 100x3", "2.1 100x4"]),
        (
            100,
            5,
            f"{AMENDED} price=100 open_lots=5\n{RESTED} open_lots=5",
            ["2.1 100x4", "1.1 100x5"],
        ),
        (95, 4, f"{AMENDED} price=95 open_lots=4\n{RESTED} open_lots=4", ["1.1 95x4", "2.1 100x4"]),
        (
            105,
            3,
            f"{AMENDED} price=105 open_lots=3\n{RESTED} open_lots=3",
            ["2.1 100x4", "1.1 105x3"],
        ),
    ],
)
def test_amend_keeps_the_place_only_for_the_same_price_and_no_more_lots(
    books: Venue, price: int, open_lots: int, lines: str, asks: list[str]
) -> None:
    books.run(TWO_ASKS)
    command = f"amend_order signer=11 account=1 order_id=1 price={price} open_lots={open_lots}"
    books.run(f"{command}\n{lines}")
    assert books.book() == ([], asks)


def test_amend_there_and_back_loses_the_place(books: Venue) -> None:
    books.run(TWO_ASKS)
    books.run("""
        amend_order signer=11 account=1 order_id=1 price=105 open_lots=4
        amend_order signer=11 account=1 order_id=1 price=100 open_lots=4
    """)
    assert books.book() == ([], ["2.1 100x4", "1.1 100x4"])


def test_an_order_that_re_enters_walks(books: Venue) -> None:
    books.run(TWO_ASKS)
    outcome = books.run("""
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=95 lots=5
        amend_order signer=13 account=3 order_id=1 price=100 open_lots=6
        => order_amended account=3 order_id=1 price=100 open_lots=6
        => traded maker_account=1 taker_account=3 taker_order_id=1 price=100 lots=4
        => traded maker_account=2 price=100 lots=2
    """)
    assert isinstance(outcome, Accepted)
    assert outcome.touched_orders == 2
    assert books.book() == ([], ["2.1 100x2"])


def test_a_refused_re_entry_leaves_the_order_where_it_was(books: Venue) -> None:
    books.run(TWO_ASKS)
    books.run("""
        place_order signer=11 account=1 order_id=2 market=1 side=buy price=95 lots=2
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=95 lots=2 \
            order_type=post_only
        amend_order signer=11 account=1 order_id=2 price=100 open_lots=2
        => rejected reason=self_trade
        amend_order signer=13 account=3 order_id=1 price=100 open_lots=2
        => rejected reason=post_only_crosses
    """)
    assert books.book()[0] == ["1.2 95x2", "3.1 95x2"]


def test_amend_needs_a_live_order_of_the_account(books: Venue) -> None:
    books.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=4 expires_at=50
        amend_order signer=12 account=2 order_id=1 price=100 open_lots=4
        => rejected reason=unknown_order
        amend_order signer=11 account=1 order_id=2 price=100 open_lots=4
        => rejected reason=unknown_order
        advance_time signer=0 now=49
        amend_order signer=11 account=1 order_id=1 price=100 open_lots=3
        advance_time signer=0 now=50
        amend_order signer=11 account=1 order_id=1 price=100 open_lots=3
        => rejected reason=order_expired
        cancel_order signer=11 account=1 order_id=1
        => order_removed account=1 order_id=1 lots=3 cause=cancelled
    """)


@pytest.mark.parametrize(
    ("price", "open_lots", "reason"),
    [
        (101, 4, "price_not_on_tick"),
        (100, 1, "below_minimum"),
        (100, 2, None),
        (105, 1, "below_minimum"),
    ],
)
def test_amend_is_judged_by_what_it_changes(
    books: Venue, price: int, open_lots: int, reason: str | None
) -> None:
    books.run(TWO_ASKS)
    command = f"amend_order signer=11 account=1 order_id=1 price={price} open_lots={open_lots}"
    books.judge(command, reason)


def test_what_trading_left_may_be_amended_to_another_price(books: Venue) -> None:
    # Given 1 lot left of 4, below the minimum of 2
    books.run(TWO_ASKS)
    books.run("""
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=100 lots=3
        amend_order signer=11 account=1 order_id=1 price=105 open_lots=1
        => order_amended price=105 open_lots=1
        => order_rested open_lots=1
    """)


def test_a_halted_market_takes_only_amends_that_keep_the_place(books: Venue) -> None:
    books.run(TWO_ASKS)
    books.run("""
        set_halted signer=0 market=1 halted=true
        amend_order signer=11 account=1 order_id=1 price=105 open_lots=4
        => rejected reason=market_halted
        amend_order signer=11 account=1 order_id=1 price=100 open_lots=5
        => rejected reason=market_halted
        amend_order signer=11 account=1 order_id=1 price=100 open_lots=4
        => nothing
        amend_order signer=11 account=1 order_id=1 price=100 open_lots=3
        => order_amended open_lots=3
        cancel_order signer=11 account=1 order_id=1
        cancel_all signer=12 account=2
        => order_removed account=2 order_id=1 cause=cancelled
    """)


def test_cancel_takes_the_named_order_off_its_side(books: Venue) -> None:
    books.run(TWO_ASKS)
    books.run("""
        cancel_order signer=11 account=1 order_id=1
        => order_removed account=1 order_id=1 lots=4 cause=cancelled
        cancel_order signer=11 account=1 order_id=1
        => rejected reason=unknown_order
    """)
    assert books.book() == ([], ["2.1 100x4"])


def test_cancel_all_goes_by_market_and_then_by_id(books: Venue) -> None:
    # Order 2 re-enters last; that has no influence
    books.run("""
        list_market signer=0 asset=2 kind=perp tick=1 minimum_lots=1
        place_order signer=11 account=1 order_id=1 market=2 side=sell price=100 lots=4
        place_order signer=11 account=1 order_id=2 market=1 side=sell price=100 lots=4
        place_order signer=11 account=1 order_id=3 market=1 side=buy price=95 lots=4
        place_order signer=12 account=2 order_id=1 market=1 side=buy price=95 lots=4
        amend_order signer=11 account=1 order_id=2 price=105 open_lots=4
        cancel_all signer=11 account=1
        => order_removed account=1 order_id=2 cause=cancelled
        => order_removed account=1 order_id=3 cause=cancelled
        => order_removed account=1 order_id=1 cause=cancelled
        cancel_all signer=11 account=1
        => nothing
    """)
    assert books.book() == (["2.1 95x4"], [])


def test_cancel_all_in_one_market_leaves_the_others(books: Venue) -> None:
    books.run("""
        list_market signer=0 asset=2 kind=perp tick=1 minimum_lots=1
        place_order signer=11 account=1 order_id=1 market=2 side=sell price=100 lots=4
        place_order signer=11 account=1 order_id=2 market=1 side=sell price=100 lots=4
        cancel_all signer=11 account=1 market=2
        => order_removed account=1 order_id=1 cause=cancelled
        cancel_all signer=11 account=1 market=3
        => rejected reason=unknown_market
    """)
    assert books.book(1) == ([], ["1.2 100x4"])


REPLACE = "replace_order signer=11 account=1 order_id=1 new_order_id=2 market=1 side=buy"


def test_replace_is_a_removal_and_a_new_order(books: Venue) -> None:
    # The new buy crosses the replaced sell, which is gone, and then trades with account 2
    books.run(TWO_ASKS)
    books.run(f"""
        {REPLACE} price=100 lots=3
        => order_removed account=1 order_id=1 lots=4 cause=replaced
        => order_accepted account=1 order_id=2
        => traded maker_account=2 taker_account=1 lots=3
        {REPLACE} price=100 lots=3
        => rejected reason=unknown_order
    """)
    assert books.book() == ([], ["2.1 100x1"])


def test_replace_of_a_rejected_order_keeps_the_old_one_in_its_place(books: Venue) -> None:
    books.run(TWO_ASKS)
    books.run(f"""
        {REPLACE} price=100 lots=3 order_type=post_only
        => rejected reason=post_only_crosses
        {REPLACE} price=101 lots=3
        => rejected reason=price_not_on_tick
        replace_order signer=11 account=1 order_id=1 new_order_id=1 \
            market=1 side=buy price=95 lots=3
        => rejected reason=order_id_not_increasing
    """)
    assert books.book() == ([], ["1.1 100x4", "2.1 100x4"])


def test_replace_needs_no_further_room() -> None:
    # Given as many orders as the account and the venue may have
    venue = Venue(Profile.MATCH_1, max_orders_per_account=1, max_orders=2)
    venue.run(TWO_ASKS)
    venue.run(f"{REPLACE} price=95 lots=3")
    assert venue.book() == (["1.2 95x3"], ["2.1 100x4"])


def test_an_expired_order_cannot_be_replaced(books: Venue) -> None:
    books.run(f"""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=4 expires_at=50
        advance_time signer=0 now=50
        {REPLACE} price=100 lots=3
        => rejected reason=order_expired
    """)


def test_a_batch_is_all_or_nothing(books: Venue) -> None:
    books.run("""
        batch signer=11 account=1 commands=3
          place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=2
          amend_order signer=11 account=1 order_id=1 price=105 open_lots=2
          cancel_order signer=11 account=1 order_id=2
        => rejected reason=unknown_order index=3
    """)
    assert books.book() == ([], [])
    assert books.dump().accounts[0].last_order_id == 0
    books.run("""
        batch signer=11 account=1 commands=3
          place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=2
          amend_order signer=11 account=1 order_id=1 price=105 open_lots=2
          cancel_order signer=11 account=1 order_id=1
        => order_accepted order_id=1
        => order_rested order_id=1
        => order_amended order_id=1 price=105
        => order_rested order_id=1
        => order_removed order_id=1 cause=cancelled
    """)


@pytest.mark.parametrize("count", [0, 1, 3, 4])
def test_a_batch_has_at_least_1_and_at_most_3_commands(books: Venue, count: int) -> None:
    inner = "  cancel_all signer=11 account=1\n" * count
    expected = "=> nothing" if 1 <= count <= 3 else "=> rejected reason=batch_size"
    books.run(f"batch signer=11 account=1 commands={count}\n{inner}{expected}")


def test_a_batch_is_of_one_signer_and_one_account(books: Venue) -> None:
    books.run("""
        batch signer=11 account=1 commands=2
          cancel_all signer=11 account=1
          cancel_all signer=12 account=1
        => rejected reason=batch_mixed index=2
        batch signer=11 account=1 commands=1
          cancel_all signer=11 account=2
        => rejected reason=batch_mixed index=1
        batch signer=11 account=4 commands=1
          cancel_all signer=11 account=4
        => rejected reason=unknown_account
    """)


def test_a_batch_has_one_budget(books: Venue) -> None:
    # Given 3 touches: the first buy uses 2; the second trades once and is then removed
    books.run("""
        place_order signer=12 account=2 order_id=1 market=1 side=sell price=100 lots=2
        place_order signer=12 account=2 order_id=2 market=1 side=sell price=100 lots=2
        place_order signer=12 account=2 order_id=3 market=1 side=sell price=100 lots=2
        place_order signer=13 account=3 order_id=1 market=1 side=sell price=100 lots=2
    """)
    outcome = books.run("""
        batch signer=11 account=1 commands=3
          place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=4
          place_order signer=11 account=1 order_id=2 market=1 side=buy price=100 lots=4
          place_order signer=11 account=1 order_id=3 market=1 side=buy price=100 lots=2
        => order_accepted order_id=1
        => traded taker_order_id=1 lots=2
        => traded taker_order_id=1 lots=2
        => order_accepted order_id=2
        => traded taker_order_id=2 lots=2
        => order_removed order_id=2 lots=2 cause=work_limit
        => order_accepted order_id=3
        => order_removed order_id=3 lots=2 cause=work_limit
    """)
    assert isinstance(outcome, Accepted)
    assert outcome.touched_orders == 3

"""What a new order must pass before it walks (MAT-002 to MAT-008, MAT-015)."""

import pytest

from tallystick.reference.types.choices import Profile
from tests.reference.venue import Venue

NEXT = "place_order signer=11 account=1 order_id=1"
"""A new order without what the test is about."""


@pytest.mark.parametrize(
    ("price", "reason"), [(99, "price_not_on_tick"), (100, None), (101, "price_not_on_tick")]
)
def test_prices_stand_on_the_tick(books: Venue, price: int, reason: str | None) -> None:
    books.judge(f"{NEXT} market=1 side=buy price={price} lots=2", reason)


@pytest.mark.parametrize(
    ("rate", "reason"), [(9_998, None), (9_999, None), (10_000, "rate_too_high")]
)
def test_a_rate_stays_below_100_percent(books: Venue, rate: int, reason: str | None) -> None:
    books.run("list_market signer=0 asset=2 kind=lend tick=1 minimum_lots=1")
    books.judge(f"{NEXT} market=2 side=buy price={rate} lots=2", reason)


def test_a_price_that_is_no_rate_may_be_higher(books: Venue) -> None:
    books.run("list_market signer=0 asset=2 kind=perp tick=1 minimum_lots=1")
    books.run(f"{NEXT} market=2 side=buy price=10000 lots=2")


@pytest.mark.parametrize(("lots", "reason"), [(1, "below_minimum"), (2, None), (3, None)])
def test_a_spot_order_has_the_minimum(books: Venue, lots: int, reason: str | None) -> None:
    books.judge(f"{NEXT} market=1 side=buy price=100 lots={lots}", reason)


@pytest.mark.parametrize("kind", ["perp", "lend"])
@pytest.mark.parametrize(
    ("lots", "reason"),
    [(5, "not_multiple_of_minimum"), (6, None), (7, "not_multiple_of_minimum"), (3, None)],
)
def test_other_orders_have_multiples(
    books: Venue, kind: str, lots: int, reason: str | None
) -> None:
    books.run(f"list_market signer=0 asset=2 kind={kind} tick=1 minimum_lots=3")
    books.judge(f"{NEXT} market=2 side=buy price=100 lots={lots}", reason)


@pytest.mark.parametrize(
    ("order_id", "reason"),
    [(6, "order_id_not_increasing"), (7, "order_id_not_increasing"), (8, None)],
)
def test_order_ids_rise_within_an_account(books: Venue, order_id: int, reason: str | None) -> None:
    # Given order 7 of account 1, which is gone, and order 9 of account 2
    books.run("""
        place_order signer=11 account=1 order_id=7 market=1 side=buy price=100 lots=2 order_type=ioc
        place_order signer=12 account=2 order_id=9 market=1 side=buy price=100 lots=2
    """)
    order = "market=1 side=buy price=100 lots=2"
    books.judge(f"place_order signer=11 account=1 order_id={order_id} {order}", reason)


def test_a_rejected_order_uses_up_no_id(books: Venue) -> None:
    books.run(f"""
        {NEXT} market=1 side=buy price=101 lots=2
        => rejected reason=price_not_on_tick
        {NEXT} market=1 side=buy price=100 lots=2
    """)


@pytest.mark.parametrize(
    ("expires_at", "reason"), [(49, "already_expired"), (50, "already_expired"), (51, None)]
)
def test_a_new_order_is_live(books: Venue, expires_at: int, reason: str | None) -> None:
    books.run("advance_time signer=0 now=50")
    order = f"market=1 side=buy price=100 lots=2 expires_at={expires_at}"
    books.judge(f"{NEXT} {order}", reason)


def test_a_halted_market_takes_no_new_order(books: Venue) -> None:
    books.run(f"""
        set_halted signer=0 market=1 halted=true
        {NEXT} market=1 side=buy price=100 lots=2
        => rejected reason=market_halted
        set_halted signer=0 market=1 halted=false
        {NEXT} market=1 side=buy price=100 lots=2
    """)


def test_resting_orders_of_an_account_are_capped_expired_ones_too(books: Venue) -> None:
    # Given two of three, one of them expired; an order that cannot rest needs no room
    books.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=2 expires_at=9
        place_order signer=11 account=1 order_id=2 market=1 side=buy price=100 lots=2
        advance_time signer=0 now=9
        place_order signer=11 account=1 order_id=3 market=1 side=buy price=100 lots=2
        place_order signer=11 account=1 order_id=4 market=1 side=buy price=100 lots=2
        => rejected reason=too_many_orders_of_account
        place_order signer=11 account=1 order_id=4 market=1 side=buy price=100 lots=2 \
            order_type=post_only
        => rejected reason=too_many_orders_of_account
        place_order signer=11 account=1 order_id=4 market=1 side=buy price=100 lots=2 order_type=ioc
        cancel_order signer=11 account=1 order_id=1
        place_order signer=11 account=1 order_id=5 market=1 side=buy price=100 lots=2
    """)


def test_resting_orders_of_the_venue_are_capped_over_all_markets() -> None:
    # Given two of three resting in two markets, on two sides
    venue = Venue(Profile.MATCH_1, max_orders=3)
    venue.run("""
        list_market signer=0 asset=2 kind=perp tick=1 minimum_lots=1
        place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=2
        place_order signer=12 account=2 order_id=1 market=2 side=sell price=100 lots=2
        place_order signer=13 account=3 order_id=1 market=2 side=buy price=90 lots=2
        place_order signer=13 account=3 order_id=2 market=1 side=buy price=90 lots=2
        => rejected reason=too_many_orders
    """)


def test_an_order_that_would_trade_whole_needs_room_all_the_same() -> None:
    venue = Venue(Profile.MATCH_1, max_orders=1)
    venue.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=2
        place_order signer=12 account=2 order_id=1 market=1 side=buy price=100 lots=2
        => rejected reason=too_many_orders
        place_order signer=12 account=2 order_id=1 market=1 side=buy price=100 lots=2 order_type=fok
    """)

"""What spot orders may reserve, and how large they may be (SPT-001 to SPT-003).

The example venue: three accounts with 1,000 base atoms and 500 atoms of asset 2, in lots of 10;
reservation multiple 1.5.
"""

import pytest

from tallystick.reference.types.choices import Profile
from tests.reference.venue import Venue


@pytest.mark.parametrize(
    ("price", "lots", "reason"),
    [
        (495, 2, None),  # 990
        (500, 2, None),  # 1,000: all
        (505, 2, "insufficient_balance"),  # 1,010
    ],
)
def test_one_order_reserves_at_most_the_balance(
    spot: Venue, price: int, lots: int, reason: str | None
) -> None:
    order = f"order_id=1 market=1 side=buy price={price} lots={lots}"
    spot.judge(f"place_order signer=11 account=1 {order}", reason)


@pytest.mark.parametrize(("lots", "reason"), [(49, None), (50, None), (51, "insufficient_balance")])
def test_a_sell_reserves_atoms_of_the_asset(spot: Venue, lots: int, reason: str | None) -> None:
    # 50 lots of 10 are the 500 that the account has
    order = f"order_id=1 market=1 side=sell price=100 lots={lots}"
    spot.judge(f"place_order signer=11 account=1 {order}", reason)


@pytest.mark.parametrize(
    ("price", "reason"), [(445, None), (450, None), (455, "reservation_limit")]
)
def test_orders_together_reserve_at_most_the_multiple(
    spot: Venue, price: int, reason: str | None
) -> None:
    # Given 600 reserved, 900 more reach floor_div(1000 * 15, 10) = 1,500: 2 * 445, 450, 455
    spot.run("place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=6")
    order = f"order_id=2 market=1 side=buy price={price} lots=2"
    spot.judge(f"place_order signer=11 account=1 {order}", reason)


def test_orders_that_cannot_rest_reserve_nothing(spot: Venue) -> None:
    # 10,000 base atoms at the limit; the ask of 2 lots at 100 costs 200
    spot.run("""
        place_order signer=12 account=2 order_id=1 market=1 side=sell price=100 lots=2
        place_order signer=11 account=1 order_id=1 market=1 side=buy price=1000 lots=10 \
            order_type=ioc
        => order_accepted order_id=1
        => traded price=100 lots=2
        => fee_paid account=1 asset=2
        => fee_paid account=2 asset=1
        => order_removed order_id=1 lots=8 cause=unfilled
        place_order signer=11 account=1 order_id=2 market=1 side=buy price=1000 lots=10 \
            order_type=fok
        => rejected reason=fok_not_filled
    """)


def test_reservation_is_judged_at_the_limit_before_the_walk(spot: Venue) -> None:
    # The bid would trade at 100, but it reserves 2 * 505 = 1,010 if it rests whole
    spot.run("""
        place_order signer=12 account=2 order_id=1 market=1 side=sell price=100 lots=2
        place_order signer=11 account=1 order_id=1 market=1 side=buy price=505 lots=2
        => rejected reason=insufficient_balance
    """)


def test_an_amend_that_does_not_raise_the_reservation_is_never_refused(spot: Venue) -> None:
    # Given bids over 1,000 and 500, behind which buying elsewhere leaves hardly a base atom:
    # 2 lots at 495 cost 990, and 10 stay
    spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=10
        place_order signer=11 account=1 order_id=2 market=1 side=buy price=100 lots=5
        place_order signer=12 account=2 order_id=1 market=1 side=sell price=495 lots=2
        place_order signer=11 account=1 order_id=3 market=1 side=buy price=495 lots=2 order_type=ioc
    """)
    assert spot.holds(1, 1) == (10, 1_500)
    spot.run("""
        amend_order signer=11 account=1 order_id=1 price=95 open_lots=10
        => order_amended price=95 open_lots=10
        => order_rested open_lots=10
        amend_order signer=11 account=1 order_id=1 price=50 open_lots=19
        => order_amended price=50 open_lots=19
        => order_rested open_lots=19
        amend_order signer=11 account=1 order_id=1 price=50 open_lots=20
        => rejected reason=insufficient_balance
        replace_order signer=11 account=1 order_id=1 new_order_id=4 \
            market=1 side=buy price=95 lots=9
    """)
    assert spot.holds(1, 1) == (10, 500 + 855)


@pytest.mark.parametrize(
    ("open_lots", "reason"), [(9, None), (10, None), (11, "reservation_limit")]
)
def test_an_amend_counts_without_its_former_self(
    spot: Venue, open_lots: int, reason: str | None
) -> None:
    # Given 300 and 900, the first may grow to 600: 10 lots at 60
    spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=buy price=60 lots=5
        place_order signer=11 account=1 order_id=2 market=1 side=buy price=90 lots=10
    """)
    amended = f"order_id=1 price=60 open_lots={open_lots}"
    spot.judge(f"amend_order signer=11 account=1 {amended}", reason)


def test_a_replacement_counts_without_the_old_order(spot: Venue) -> None:
    # Given 600 and 900: 600 may be replaced by 600 on the same side, by asks in any case
    spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=6
        place_order signer=11 account=1 order_id=2 market=1 side=buy price=90 lots=10
        replace_order signer=11 account=1 order_id=1 new_order_id=3 \
            market=1 side=buy price=100 lots=7
        => rejected reason=reservation_limit
        replace_order signer=11 account=1 order_id=1 new_order_id=3 \
            market=1 side=buy price=100 lots=6
        replace_order signer=11 account=1 order_id=3 new_order_id=4 \
            market=1 side=sell price=200 lots=50
    """)
    assert (spot.holds(1, 1), spot.holds(1, 2)) == ((1_000, 900), (500, 500))


@pytest.mark.parametrize(
    ("price", "lots", "reason"),
    [
        # 2^54 = 2^40 * 2^14
        (2**40, 2**14, "insufficient_balance"),
        (2**40, 2**14 + 1, "order_too_large"),
    ],
)
def test_the_size_of_an_order_is_bounded(price: int, lots: int, reason: str) -> None:
    venue = Venue(Profile.SPOT_1)
    venue.run("list_asset signer=0 lot_atoms=1 fee_cap_atoms=0")
    venue.run("list_market signer=0 asset=3 kind=spot tick=1 minimum_lots=1")
    order = f"order_id=1 market=2 side=buy price={price} lots={lots}"
    venue.judge(f"place_order signer=11 account=1 {order}", reason)

"""Settlement and fees of spot trades (SPT-010 to SPT-012).

The example venue: three accounts with 1,000 base atoms and 500 atoms of asset 2, in lots of 10;
fee rates 7,777 (maker) and 13,331 (taker) of 100,000; caps of 5 atoms of asset 2 and 3 base atoms.
"""

import pytest

from tallystick.reference.types.events import FeePaid
from tallystick.reference.types.outcome import Accepted
from tests.reference.venue import Venue


def test_a_trade_settles_exactly_and_both_pay_in_what_they_receive(spot: Venue) -> None:
    # 3 lots at 100: 300 base atoms against 30 atoms of asset 2. The buyer, taker, pays
    # ceil_div(13331 * 30, 100000) = 4 of asset 2; the seller, maker, owes 24 base atoms, cap 3.
    spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=3
        place_order signer=12 account=2 order_id=1 market=1 side=buy price=100 lots=3
        => order_accepted maker_fee_rate=7777 taker_fee_rate=13331 fee_cap_atoms=5
        => traded price=100 lots=3
        => fee_paid account=2 order_id=1 asset=2 atoms=4
        => fee_paid account=1 order_id=1 asset=1 atoms=3
    """)
    assert (spot.holds(1, 1), spot.holds(1, 2)) == ((1_000 + 300 - 3, 0), (500 - 30, 0))
    assert (spot.holds(2, 1), spot.holds(2, 2)) == ((1_000 - 300, 0), (500 + 30 - 4, 0))
    assert [asset.treasury_atoms for asset in spot.dump().assets] == [3, 4]


def test_the_buyers_fee_comes_first_also_if_he_is_the_maker(spot: Venue) -> None:
    # Maker rate on 20 atoms: ceil_div(7777 * 20, 100000) = 2; the taker's 27 are capped at 3
    spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=2
        place_order signer=12 account=2 order_id=1 market=1 side=sell price=100 lots=2
        => order_accepted fee_cap_atoms=3
        => traded taker_side=sell
        => fee_paid account=1 order_id=1 asset=2 atoms=2
        => fee_paid account=2 order_id=1 asset=1 atoms=3
    """)


def test_credit_carries_over_to_the_next_trade_of_an_order(spot: Venue) -> None:
    # A maker bid of 5 lots, sold into 1 lot (10 atoms) at a time; rate 7,777, cap 5:
    #   77,770 owed: 1 atom paid, credit 22,230
    #   77,770 - 22,230 = 55,540: 1 atom, credit 44,460
    #   77,770 - 44,460 = 33,310: 1 atom, credit 66,690
    #   77,770 - 66,690 = 11,080: 1 atom, credit 88,920
    #   77,770 - 88,920 < 0: nothing, credit 11,150; together ceil_div(388850, 100000) = 4
    spot.run("""
        list_asset signer=0 lot_atoms=10 fee_cap_atoms=5
        list_market signer=0 asset=3 kind=spot tick=1 minimum_lots=1
        deposit signer=12 account=2 asset=3 atoms=100
        place_order signer=11 account=1 order_id=1 market=2 side=buy price=1 lots=6
    """)
    seen = []
    for order_id in range(1, 6):
        spot.run(
            f"place_order signer=12 account=2 order_id={order_id} market=2 side=sell price=1 lots=1"
        )
        (bid,) = spot.dump().markets[1].bids
        seen.append((bid.fee_paid_atoms, bid.fee_credit))
    assert seen == [(1, 22_230), (2, 44_460), (3, 66_690), (4, 88_920), (4, 11_150)]


def test_rates_and_cap_stay_as_they_were_when_the_order_was_accepted(spot: Venue) -> None:
    # Given an order before and one after the exemption, 2 lots each: 20 atoms of asset 2
    spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=2
        set_fee_exempt signer=0 account=1 exempt=true
        place_order signer=11 account=1 order_id=2 market=1 side=buy price=95 lots=2
        => order_accepted maker_fee_rate=0 taker_fee_rate=0 fee_cap_atoms=5
        => order_rested
        amend_order signer=11 account=1 order_id=1 price=90 open_lots=2
        set_fee_exempt signer=0 account=2 exempt=true
        place_order signer=12 account=2 order_id=1 market=1 side=sell price=90 lots=4
        => order_accepted maker_fee_rate=0 taker_fee_rate=0 fee_cap_atoms=3
        => traded maker_order_id=2 price=95
        => traded maker_order_id=1 price=90
        => fee_paid account=1 order_id=1 asset=2 atoms=2
    """)


def test_a_re_entering_order_pays_as_taker_with_its_own_fees_so_far(spot: Venue) -> None:
    # As maker 20 atoms at 7,777 = 155,540: 2 paid, credit 44,460. Then as taker 10 atoms at 13,331:
    # 133,310 - 44,460 = 88,850: 1 more.
    spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=3
        place_order signer=12 account=2 order_id=1 market=1 side=sell price=105 lots=2
        place_order signer=12 account=2 order_id=2 market=1 side=sell price=100 lots=2 \
            order_type=ioc self_trade=reject
        => order_accepted order_id=2
        => traded lots=2
        => fee_paid account=1 atoms=2
        => fee_paid account=2 atoms=3
    """)
    spot.run("""
        amend_order signer=11 account=1 order_id=1 price=105 open_lots=1
        => order_amended order_id=1
        => traded maker_account=2 taker_account=1 price=105 lots=1
        => fee_paid account=1 order_id=1 asset=2 atoms=1
        => fee_paid account=2 order_id=1 asset=1 atoms=3
    """)


@pytest.mark.parametrize(
    ("maker_side", "taker_side", "exempt", "fees"),
    [
        # 2 lots at 5: 20 atoms of asset 2 and 10 base atoms. Bought as maker: 155,540, 2 atoms;
        # as taker: 266,620, 3. Sold as maker: 77,770, 1 base atom; as taker: 133,310, 2.
        ("buy", "sell", 3, [(1, 2, 2), (2, 1, 2)]),
        ("sell", "buy", 3, [(2, 2, 3), (1, 1, 1)]),
        ("buy", "sell", 1, [(2, 1, 2)]),
        ("buy", "sell", 2, [(1, 2, 2)]),
        ("sell", "buy", 1, [(2, 2, 3)]),
        ("sell", "buy", 2, [(1, 1, 1)]),
    ],
)
def test_each_order_pays_by_its_own_rate_and_part(
    spot: Venue, maker_side: str, taker_side: str, exempt: int, fees: list[tuple[int, int, int]]
) -> None:
    order = "order_id=1 market=1 price=5 lots=2"
    outcome = spot.run(f"""
        set_fee_exempt signer=0 account={exempt} exempt=true
        place_order signer=11 account=1 side={maker_side} {order}
        place_order signer=12 account=2 side={taker_side} {order}
    """)
    assert isinstance(outcome, Accepted)
    paid = [event for event in outcome.events if isinstance(event, FeePaid)]
    assert [(event.account, event.asset, event.atoms) for event in paid] == fees

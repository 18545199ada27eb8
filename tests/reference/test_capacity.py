"""What makers and takers can deliver, and who is cut (SPT-005, MAT-027 to MAT-029).

The example venue: three accounts with 1,000 base atoms and 500 atoms of asset 2, in lots of 10.
"""

import pytest

from tallystick.reference.types.outcome import Accepted
from tests.reference.venue import Venue


@pytest.mark.parametrize(
    ("atoms_left", "lines"),
    [
        (
            9,  # no lot: the maker goes without a trade
            """
            => order_removed account=1 order_id=1 lots=4 cause=underfunded
            => order_rested account=3 order_id=1 open_lots=3
            """,
        ),
        (
            29,  # two lots of the three wanted: the maker is cut
            """
            => traded maker_account=1 lots=2
            => fee_paid account=3
            => fee_paid account=1
            => order_removed account=1 order_id=1 lots=2 cause=underfunded
            => order_rested account=3 order_id=1 open_lots=1
            """,
        ),
        (
            30,  # three lots: the taker is complete, the maker stays with 1 lot it cannot deliver
            """
            => traded maker_account=1 lots=3
            => fee_paid account=3
            => fee_paid account=1
            """,
        ),
    ],
)
def test_the_makers_capacity(spot: Venue, atoms_left: int, lines: str) -> None:
    # Given an ask over 4 lots; its account then sells elsewhere all but a few atoms
    spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=4
        list_asset signer=0 lot_atoms=1 fee_cap_atoms=0
    """)
    _take_atoms_away(spot, 500 - atoms_left)
    expected = "\n".join(line.strip() for line in lines.splitlines() if line.strip())
    spot.run(
        "place_order signer=13 account=3 order_id=1 market=1 side=buy price=100 lots=3\n"
        f"=> order_accepted order_id=1\n{expected}"
    )


def _take_atoms_away(venue: Venue, atoms: int) -> None:
    """Make account 1 lose atoms of asset 2 in spite of what it reserves."""
    lots, rest = divmod(atoms, 10)
    if rest:
        venue.run(f"withdraw signer=11 account=1 asset=2 atoms={rest}")
    order = f"market=1 price=20 lots={lots}"
    venue.run(f"""
        place_order signer=12 account=2 order_id=1 side=buy {order}
        place_order signer=11 account=1 order_id=2 side=sell {order} order_type=fok
    """)


def test_the_takers_capacity(spot: Venue) -> None:
    # Given asks over 6 lots at 100 and 4 at 150 and a taker with 1,000: 6 cost 600, of the 400 left
    # 2 more at 150 can be paid, and neither order is complete: the taker is cut
    spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=6
        place_order signer=12 account=2 order_id=1 market=1 side=sell price=150 lots=4
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=150 lots=9 order_type=ioc
        => order_accepted order_id=1
        => traded price=100 lots=6
        => fee_paid account=3
        => fee_paid account=1
        => traded price=150 lots=2
        => fee_paid account=2
        => order_removed account=3 order_id=1 lots=1 cause=underfunded
    """)
    assert spot.book() == ([], ["2.1 150x2"])


def test_a_taker_without_a_lot_of_capacity_touches_nobody(spot: Venue) -> None:
    # Given a taker whose 1,000 do not pay one lot at 1,005
    outcome = spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=1005 lots=2
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=1005 lots=2 \
            order_type=ioc
        => order_accepted order_id=1
        => order_removed account=3 order_id=1 lots=2 cause=underfunded
    """)
    assert isinstance(outcome, Accepted)
    assert outcome.touched_orders == 0
    assert spot.book() == ([], ["1.1 1005x2"])


def test_an_undeliverable_maker_goes_even_if_the_taker_can_pay_nothing(spot: Venue) -> None:
    # Given an ask without atoms behind it and a buyer who cannot pay a lot
    spot.run("place_order signer=11 account=1 order_id=1 market=1 side=sell price=1005 lots=4")
    _take_atoms_away(spot, 491)
    outcome = spot.run("""
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=1005 lots=2 \
            order_type=ioc
        => order_accepted order_id=1
        => order_removed account=1 order_id=1 lots=4 cause=underfunded
        => order_removed account=3 order_id=1 lots=2 cause=unfilled
    """)
    assert isinstance(outcome, Accepted)
    assert outcome.touched_orders == 1


def test_both_are_cut_if_both_can_deliver_the_same_and_want_more(spot: Venue) -> None:
    # Given an ask over 4 lots with 29 atoms behind it, and a bid over 4 with 1,000 at 400: 2 lots
    spot.run("place_order signer=11 account=1 order_id=1 market=1 side=sell price=400 lots=4")
    _take_atoms_away(spot, 471)
    outcome = spot.run("""
        place_order signer=13 account=3 order_id=1 market=1 side=buy price=400 lots=4 order_type=ioc
        => order_accepted order_id=1
        => traded price=400 lots=2
        => fee_paid account=3 order_id=1 asset=2
        => fee_paid account=1 order_id=1 asset=1
        => order_removed account=1 order_id=1 lots=2 cause=underfunded
        => order_removed account=3 order_id=1 lots=2 cause=underfunded
    """)
    assert isinstance(outcome, Accepted)
    assert outcome.touched_orders == 1


def test_a_buying_maker_pays_its_own_price(spot: Venue) -> None:
    # Given a bid over 4 lots at 100 and 250 base atoms left: 2 lots, although the taker asks for 50
    spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=4
        place_order signer=12 account=2 order_id=1 market=1 side=sell price=375 lots=2
        place_order signer=11 account=1 order_id=2 market=1 side=buy price=375 lots=2 order_type=fok
    """)
    assert spot.holds(1, 1) == (250, 400)
    spot.run("""
        place_order signer=13 account=3 order_id=1 market=1 side=sell price=50 lots=3
        => order_accepted order_id=1
        => traded maker_account=1 price=100 lots=2
        => fee_paid account=1 asset=2
        => fee_paid account=3 asset=1
        => order_removed account=1 order_id=1 lots=2 cause=underfunded
        => order_rested account=3 order_id=1 open_lots=1
    """)

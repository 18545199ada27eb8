"""Accounts, delegates and atoms that come, go and move (CMD-010, CMD-020 to CMD-025)."""

from tallystick.reference.types.choices import Profile
from tests.reference.venue import Venue


def test_accounts_count_up_to_their_cap() -> None:
    # Given three accounts of four
    venue = Venue(Profile.SPOT_1, max_accounts=4)
    # Then the fourth can be opened, by an owner of another account too, and no fifth
    venue.run("""
        open_account signer=11
        => account_opened account=4 owner=11
        open_account signer=14
        => rejected reason=too_many_accounts
    """)


def test_the_operator_owns_an_account_only_where_nobody_is_refused() -> None:
    Venue(Profile.SPOT_1, max_accounts=4).run("""
        open_account signer=0
        => rejected reason=not_authorized
    """)
    Venue(Profile.MATCH_1, max_accounts=4).run("""
        open_account signer=0
        => account_opened account=4 owner=0
    """)


def test_delegates_come_up_to_their_cap_and_are_listed_ascending(spot: Venue) -> None:
    spot.run("""
        add_delegate signer=11 account=1 delegate=11
        => rejected reason=delegate_is_owner
        add_delegate signer=11 account=1 delegate=23
        => delegate_added account=1 delegate=23
        add_delegate signer=11 account=1 delegate=23
        => rejected reason=delegate_exists
        add_delegate signer=11 account=1 delegate=21
        add_delegate signer=11 account=1 delegate=22
        add_delegate signer=11 account=1 delegate=24
        => rejected reason=too_many_delegates
    """)
    assert spot.dump().accounts[0].delegates == (21, 22, 23)


def test_a_delegate_removed_is_unknown_and_his_orders_stay(spot: Venue) -> None:
    spot.run("""
        add_delegate signer=11 account=1 delegate=21
        place_order signer=21 account=1 order_id=1 market=1 side=sell price=100 lots=2
        remove_delegate signer=11 account=1 delegate=22
        => rejected reason=unknown_delegate
        remove_delegate signer=11 account=1 delegate=21
        => delegate_removed account=1 delegate=21
        remove_delegate signer=11 account=1 delegate=21
        => rejected reason=unknown_delegate
    """)
    assert spot.dump().accounts[0].delegates == ()
    assert spot.book() == ([], ["1.1 100x2"])


def test_a_delegate_gives_every_trading_command_and_nothing_else(spot: Venue) -> None:
    spot.run("""
        add_delegate signer=11 account=1 delegate=21
        place_order signer=21 account=1 order_id=1 market=1 side=sell price=100 lots=3
        amend_order signer=21 account=1 order_id=1 price=100 open_lots=2
        replace_order signer=21 account=1 order_id=1 new_order_id=2 \
            market=1 side=sell price=100 lots=2
        cancel_order signer=21 account=1 order_id=2
        cancel_all signer=21 account=1
        batch signer=21 account=1 commands=1
          cancel_all signer=21 account=1
        add_delegate signer=21 account=1 delegate=22
        => rejected reason=not_authorized
        remove_delegate signer=21 account=1 delegate=21
        => rejected reason=not_authorized
        deposit signer=21 account=1 asset=1 atoms=1
        => rejected reason=not_authorized
        withdraw signer=21 account=1 asset=1 atoms=1
        => rejected reason=not_authorized
        transfer signer=21 account=1 to_account=2 asset=1 atoms=1
        => rejected reason=not_authorized
        place_order signer=21 account=2 order_id=1 market=1 side=sell price=100 lots=2
        => rejected reason=not_authorized
    """)


def test_the_operator_moves_no_funds_and_trades_for_nobody(spot: Venue) -> None:
    spot.run("""
        deposit signer=0 account=1 asset=1 atoms=1
        => rejected reason=not_authorized
        withdraw signer=0 account=1 asset=1 atoms=1
        => rejected reason=not_authorized
        cancel_all signer=0 account=1
        => rejected reason=not_authorized
    """)


def test_supply_ends_at_its_bound(spot: Venue) -> None:
    # Given 3 * 1,000 base atoms, room is left for 2^56 - 3,000 = 72,057,594,037,924,936
    spot.run("""
        deposit signer=12 account=2 asset=1 atoms=72057594037924937
        => rejected reason=supply_limit
        deposit signer=12 account=2 asset=1 atoms=72057594037924935
        => deposited account=2 asset=1 atoms=72057594037924935
        deposit signer=12 account=2 asset=1 atoms=2
        => rejected reason=supply_limit
        deposit signer=12 account=2 asset=1 atoms=1
        => deposited account=2 asset=1 atoms=1
        deposit signer=11 account=1 asset=1 atoms=1
        => rejected reason=supply_limit
    """)
    assert spot.dump().assets[0].supply_atoms == 2**56
    assert spot.holds(2, 1) == (2**56 - 2_000, 0)


def test_only_the_free_balance_can_be_withdrawn(spot: Venue) -> None:
    # Given a bid over 3 * 100 = 300, ceil_div(300 * 10, 15) = 200 stay and 800 are free
    spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=3
        withdraw signer=11 account=1 asset=1 atoms=801
        => rejected reason=insufficient_free_balance
        withdraw signer=11 account=1 asset=1 atoms=799
        => withdrawn account=1 asset=1 atoms=799
        withdraw signer=11 account=1 asset=1 atoms=1
        withdraw signer=11 account=1 asset=1 atoms=1
        => rejected reason=insufficient_free_balance
        withdraw signer=11 account=1 asset=2 atoms=501
        => rejected reason=insufficient_free_balance
        withdraw signer=11 account=1 asset=2 atoms=500
    """)
    assert spot.holds(1, 1) == (200, 300)
    assert [asset.supply_atoms for asset in spot.dump().assets] == [3_000 - 800, 1_500 - 500]


def test_a_transfer_stays_with_one_owner_and_keeps_the_supply() -> None:
    venue = Venue(Profile.SPOT_1, max_accounts=4)
    venue.run("""
        open_account signer=11
        transfer signer=11 account=1 to_account=1 asset=1 atoms=1
        => rejected reason=same_account
        transfer signer=11 account=1 to_account=2 asset=1 atoms=1
        => rejected reason=not_same_owner
        transfer signer=11 account=1 to_account=5 asset=1 atoms=1
        => rejected reason=unknown_account
        transfer signer=11 account=1 to_account=4 asset=1 atoms=1001
        => rejected reason=insufficient_free_balance
        transfer signer=11 account=1 to_account=4 asset=1 atoms=999
        => transferred account=1 to_account=4 asset=1 atoms=999
        transfer signer=11 account=1 to_account=4 asset=1 atoms=1
    """)
    assert (venue.holds(1, 1), venue.holds(4, 1)) == ((0, 0), (1_000, 0))
    assert venue.dump().assets[0].supply_atoms == 3_000


def test_a_transfer_is_authorized_by_the_giver() -> None:
    Venue(Profile.SPOT_1).run("""
        transfer signer=11 account=2 to_account=1 asset=1 atoms=1
        => rejected reason=not_authorized
    """)


def test_reserved_atoms_are_not_transferred() -> None:
    # An ask over 30 lots of 10 atoms reserves 300: ceil_div(3000, 15) = 200 of 500 stay
    venue = Venue(Profile.SPOT_1, max_accounts=4)
    venue.run("""
        open_account signer=11
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=30
        transfer signer=11 account=1 to_account=4 asset=2 atoms=301
        => rejected reason=insufficient_free_balance
        transfer signer=11 account=1 to_account=4 asset=2 atoms=300
        => transferred account=1 to_account=4 asset=2 atoms=300
    """)


def test_what_was_never_listed_or_opened_is_unknown(spot: Venue) -> None:
    spot.run("""
        deposit signer=11 account=4 asset=1 atoms=1
        => rejected reason=unknown_account
        deposit signer=11 account=1 asset=3 atoms=1
        => rejected reason=unknown_asset
        withdraw signer=11 account=1 asset=3 atoms=1
        => rejected reason=unknown_asset
        place_order signer=11 account=1 order_id=1 market=2 side=buy price=100 lots=2
        => rejected reason=unknown_market
        cancel_all signer=11 account=1 market=2
        => rejected reason=unknown_market
    """)

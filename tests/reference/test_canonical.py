"""Dump, canonical encoding and root (STA-003, STA-020 to STA-024)."""

import hashlib
import json

from tallystick.conformance.spec_files import load_preset
from tallystick.reference import dump, encode_dump, open_venue, root
from tallystick.reference.types.choices import Profile
from tests.reference.broken_dumps import LIQUIDATED
from tests.reference.venue import Venue

NEW_VENUE = (
    b'{"accounts":[],"assets":[{"asset":"1","fee_cap_atoms":"3","lot_atoms":"7","mark":null,'
    b'"mark_time":null,"supply_atoms":"0","treasury_atoms":"0"}],"markets":[],"now":"0",'
    b'"parameters":{"base_fee_cap_atoms":"3","base_lot_atoms":"7","max_accounts":3,'
    b'"max_assets":3,"max_batch_commands":3,"max_delegates_per_account":3,"max_markets":3,'
    b'"max_orders":7,"max_orders_per_account":3,"max_touches":3,'
    b'"reservation_multiple_tenths":15,"spot_maker_fee_rate":7777,"spot_taker_fee_rate":13331},'
    b'"profile":"spot/1"}'
)
"""Written by hand from STA-003, STA-020, STA-023 and the preset `minimal`."""


def test_a_new_venue_is_encoded_as_written_by_hand() -> None:
    state = open_venue(Profile.SPOT_1, load_preset("minimal"))
    assert encode_dump(dump(state)) == NEW_VENUE
    assert root(state) == hashlib.sha256(NEW_VENUE).hexdigest()


def test_an_order_and_its_account_are_encoded_as_written_by_hand(spot: Venue) -> None:
    # A bid over 3 lots at 100 reserves 300; an ask trades 1 lot with it: the account gets 10 atoms
    # of asset 2, of which it pays ceil_div(7777 * 10, 100000) = 1, credit 100,000 - 77,770 = 22,230
    spot.run("""
        set_mark signer=0 asset=2 mark=9
        add_delegate signer=11 account=1 delegate=22
        add_delegate signer=11 account=1 delegate=21
        list_asset signer=0 lot_atoms=10 fee_cap_atoms=5
        list_market signer=0 asset=3 kind=spot tick=1 minimum_lots=1
        deposit signer=12 account=2 asset=3 atoms=10
        place_order signer=11 account=1 order_id=8 market=2 side=buy price=100 lots=3 \
            order_type=post_only self_trade=decrement expires_at=99
        place_order signer=12 account=2 order_id=1 market=2 side=sell price=100 lots=1
    """)
    encoded = json.loads(encode_dump(dump(spot.state)))
    assert encoded["markets"][1]["bids"] == [
        {
            "account": "1",
            "order_id": "8",
            "price": "100",
            "open_lots": "2",
            "order_type": "post_only",
            "self_trade": "decrement",
            "expires_at": "99",
            "reduce_only": False,
            "maker_fee_rate": 7777,
            "taker_fee_rate": 13331,
            "fee_cap_atoms": "5",
            "fee_paid_atoms": "1",
            "fee_credit": 22230,
        }
    ]
    assert encoded["accounts"][0] == {
        "account": "1",
        "owner": "11",
        "delegates": ["21", "22"],
        "fee_exempt": False,
        "last_order_id": "8",
        "balances": [
            {"asset": "1", "atoms": "900", "reserved_atoms": "200"},
            {"asset": "2", "atoms": "500", "reserved_atoms": "0"},
            {"asset": "3", "atoms": "9", "reserved_atoms": "0"},
        ],
    }
    assert encoded["assets"][1]["mark"] == "9"
    assert encoded["assets"][1]["mark_time"] == "0"
    assert {key: encoded["markets"][1][key] for key in ("kind", "halted", "tick")} == {
        "kind": "spot",
        "halted": False,
        "tick": "1",
    }


NEW_LENDING_VENUE = (
    NEW_VENUE.replace(
        b'"max_accounts"',
        b'"lending":{"keeper_fee_permille":333,"lend_fee_rate":13331,"max_claims":2,"max_loans":5,'
        b'"max_loans_per_account":3,"rate_cap_bps":"700"},"max_accounts"',
    )
    .replace(b'"markets":[]', b'"last_loan":"0","loans":[],"markets":[]')
    .replace(b"spot/1", b"lend/1")
)


def test_a_new_venue_with_loans_is_encoded_as_written_by_hand() -> None:
    state = open_venue(Profile.LEND_1, load_preset("minimal", profile=Profile.LEND_1))
    assert encode_dump(dump(state)) == NEW_LENDING_VENUE


def test_a_loan_and_an_offer_are_encoded_as_written_by_hand(loans: Venue) -> None:
    # 40 atoms at 500 basis points for 8 hours: 1 atom, of which 160,000 of 87,600,000 are owed; the
    # fee of 13,331 of 100,000 of it is 1 atom, too, with a credit of 86,669 and 4 left of the cap
    loans.run("""
        place_order signer=11 account=1 order_id=1 market=2 side=sell price=500 lots=6 \
            extensible=false
        place_order signer=12 account=2 order_id=1 market=2 side=buy price=500 lots=4
        place_order signer=12 account=2 order_id=2 market=2 side=buy price=400 lots=2
        pay_interest signer=12 account=2 loan=1 reduce_lots=0 extend=false
        pay_interest signer=12 account=2 loan=1 reduce_lots=2 extend=false
        place_order signer=13 account=3 order_id=1 market=2 side=sell price=500 lots=2
        advance_time signer=0 now=3600000
    """)
    encoded = json.loads(encode_dump(dump(loans.state)))
    assert encoded["last_loan"] == "1"
    assert encoded["loans"] == [
        {
            "loan": "1",
            "asset": "2",
            "lender": "1",
            "borrower": "2",
            "principal_lots": "2",
            "rate": "500",
            "return_rate": "500",
            "start": "0",
            "due": "864000000",
            "hours_paid": "8",
            "interest_credit": str(87_600_000 - 160_000),
            "fee_rate": 13331,
            "fee_left_atoms": "4",
            "fee_credit": 86669,
            "keeper_fee_atoms": "7",
            "returnable": True,
            "extensible": False,
            "auto_renew": True,
            "claims": [],
        }
    ]
    bids, asks = encoded["markets"][1]["bids"], encoded["markets"][1]["asks"]
    flags = {"returnable", "extensible"}
    assert [flags & set(bid) for bid in bids] == [set()]
    engine_id = str(2**61)
    assert [(ask["order_id"], ask["returnable"], ask["extensible"]) for ask in asks] == [
        ("1", True, False),
        (engine_id, True, False),
        ("1", True, True),
    ]
    ids = [account["last_engine_order_id"] for account in encoded["accounts"]]
    assert ids == [engine_id, "0", "0"]


NEW_PERPETUAL_VENUE = (
    NEW_VENUE.replace(
        b'"reservation_multiple_tenths"',
        b'"perpetual":{"max_debts":4,"max_debts_per_account":3,"max_legs":3,'
        b'"max_legs_per_command":5,"max_position_lots":"10000","perp_maker_fee_rate":3331,'
        b'"perp_taker_fee_rate":9973,"premium_sample_bound_permille":7},'
        b'"reservation_multiple_tenths"',
    )
    .replace(b'"markets":[]', b'"debts":[],"markets":[]')
    .replace(b"spot/1", b"perp/1")
)


def test_a_new_venue_with_legs_is_encoded_as_written_by_hand() -> None:
    state = open_venue(Profile.PERP_1, load_preset("minimal", profile=Profile.PERP_1))
    assert encode_dump(dump(state)) == NEW_PERPETUAL_VENUE


def test_a_leg_funding_and_a_debt_are_encoded_as_written_by_hand(perps: Venue) -> None:
    # Quoted 995 and 1,000 at a mark of 1,000: floor_div(1995 * 2^29, 1000) - 2^30 = -2,684,355 a
    # lot, so trunc(-2684355 * 10^7 / 2^31) = -12,500, which changes the rate by -500: the index
    # falls by 1 and 9,500,000 of 10,000,000 of it were too much
    perps.run("""
        list_asset signer=0 lot_atoms=10 fee_cap_atoms=5
        list_market signer=0 asset=3 kind=perp tick=1 minimum_lots=1 funding_source=published
        set_funding_rate signer=0 market=3 rate=-30000
        set_mark signer=0 asset=2 mark=1000
        place_order signer=13 account=3 order_id=1 market=2 side=buy price=995 lots=2
        place_order signer=11 account=1 order_id=1 market=2 side=sell price=1000 lots=8
        place_order signer=12 account=2 order_id=1 market=2 side=buy price=1000 lots=4 \
            order_type=ioc
        advance_time signer=0 now=28800000
        place_order signer=12 account=2 order_id=2 market=2 side=buy price=1000 lots=2 \
            order_type=ioc
        set_mark signer=0 asset=2 mark=1500
        true_up signer=12 account=2 counterparty=1 market=2
    """)
    encoded = json.loads(encode_dump(dump(perps.state)))
    perpetual, published = encoded["markets"][1], encoded["markets"][2]
    assert {name: perpetual[name] for name in ("funding", "last_leg", "legs")} == {
        "funding": {
            "source": "book",
            "rate": "-500",
            "published_rate": None,
            "index": "-1",
            "remainder": "9500000",
            "lots": "2",
            "premium": str(2 * -2_684_355),
            "next_lots": "0",
            "next_premium": "0",
        },
        "last_leg": "1",
        "legs": [
            {
                "leg": "1",
                "long_account": "2",
                "short_account": "1",
                "lots": "6",
                "cost": "9000",
                "funding_base": "-6",
            }
        ],
    }
    assert published["funding"]["published_rate"] == "-30000"
    assert published["legs"] == []
    assert "legs" not in encoded["markets"][0]
    # 6 lots from 1,000 and 4 of them for an index of -1: 3,004, of which 997 are there
    assert encoded["debts"] == [
        {"debtor": "1", "creditor": "2", "due": str(32 * 3_600_000), "atoms": "2007"}
    ]


NEW_MARGIN_VENUE = (
    NEW_VENUE.replace(b'"assets":[{"asset"', b'"assets":[{"announced":null,"asset"')
    .replace(b'"mark_time":null,', b'"mark_time":null,"risk":null,')
    .replace(b'"markets":[]', b'"debts":[],"last_loan":"0","loans":[],"markets":[]')
    .replace(
        b'"max_accounts"',
        b'"lending":{"keeper_fee_permille":333,"lend_fee_rate":13331,"max_claims":2,"max_loans":5,'
        b'"max_loans_per_account":3,"rate_cap_bps":"700"},"margin":{"band_multiple":3,'
        b'"closable_risk":0,"initial_scale_permille":1200,"lent_haircut_permille":37,'
        b'"maintenance_scale_permille":700,"mark_valid_ms":"36000000",'
        b'"risk_notice_ms":"3600000"},"max_accounts"',
    )
    .replace(
        b'"reservation_multiple_tenths"',
        b'"perpetual":{"max_debts":4,"max_debts_per_account":3,"max_legs":3,'
        b'"max_legs_per_command":5,"max_position_lots":"10000","perp_maker_fee_rate":3331,'
        b'"perp_taker_fee_rate":9973,"premium_sample_bound_permille":7},'
        b'"reservation_multiple_tenths"',
    )
    .replace(b"spot/1", b"margin/1")
)


def test_a_new_venue_with_margin_is_encoded_as_written_by_hand() -> None:
    state = open_venue(Profile.MARGIN_1, load_preset("minimal", profile=Profile.MARGIN_1))
    assert encode_dump(dump(state)) == NEW_MARGIN_VENUE


NEW_WORLD_VENUE = (
    NEW_MARGIN_VENUE.replace(b'"last_loan"', b'"escrows":[],"last_escrow":"0","last_loan"')
    .replace(
        b'"margin":{',
        b'"liquidation":{"escrow_ms":"3600000","max_escrows":2,"reward_permille":33},"margin":{',
    )
    .replace(b"margin/1", b"world/1")
)


def test_a_new_venue_of_the_world_is_encoded_as_written_by_hand() -> None:
    state = open_venue(Profile.WORLD_1, load_preset("minimal", profile=Profile.WORLD_1))
    assert encode_dump(dump(state)) == NEW_WORLD_VENUE


def test_an_escrow_is_encoded_as_written_by_hand(world: Venue) -> None:
    # Long 60 from 100, with 997 left: at 90 that is worth 397, and 60 * 90 * 84 / 1000 more is
    # charged at the maintenance scale. Sold at 90 it is sound, and floor_div(397 * 33, 1000) = 13
    world.run(LIQUIDATED)
    encoded = json.loads(encode_dump(dump(world.state)))
    assert encoded["last_escrow"] == "1"
    assert encoded["escrows"] == [
        {"escrow": "1", "account": "3", "target": "1", "atoms": "13", "due": "3600050"}
    ]
    assert encoded["accounts"][0]["balances"][0] == {
        "asset": "1",
        "atoms": "384",
        "reserved_atoms": "0",
    }


def test_risk_values_are_encoded_as_written_by_hand(margined: Venue) -> None:
    margined.run("""
        list_asset signer=0 lot_atoms=10 fee_cap_atoms=5
        set_risk signer=0 asset=2 risk_permille=1 slippage_permille=2 perp_slippage_permille=3 \
            effective_at=3600000
    """)
    encoded = json.loads(encode_dump(dump(margined.state)))
    in_force = {"risk_permille": 100, "slippage_permille": 30, "perp_slippage_permille": 20}
    assert [asset["risk"] for asset in encoded["assets"]] == [None, in_force, None]
    coming = {"risk_permille": 1, "slippage_permille": 2, "perp_slippage_permille": 3}
    announced = [None, coming | {"effective_at": "3600000"}, None]
    assert [asset["announced"] for asset in encoded["assets"]] == announced


def test_the_encoding_is_ascii_without_white_space_and_sorted(spot: Venue) -> None:
    encoded = encode_dump(dump(spot.state))
    assert encoded.isascii()
    assert not any(space in encoded for space in (b" ", b"\n", b"\t"))
    parsed = json.loads(encoded)
    again = json.dumps(parsed, sort_keys=True, separators=(",", ":")).encode()
    assert encoded == again


def test_a_balance_is_listed_while_it_holds_or_reserves_something(spot: Venue) -> None:
    # Account 1 reserves 200 atoms of asset 2, sells all it has, and lists it until it cancels
    spot.run("""
        place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=20
        place_order signer=12 account=2 order_id=1 market=1 side=buy price=20 lots=50
        place_order signer=11 account=1 order_id=2 market=1 side=sell price=20 lots=50 \
            order_type=ioc
    """)
    listed = [
        (one.asset, one.atoms, one.reserved_atoms) for one in spot.dump().accounts[0].balances
    ]
    # 50 lots at 20 bring 1,000 less the cap of 3
    assert listed == [(1, 1_997, 0), (2, 0, 200)]
    spot.run("cancel_all signer=11 account=1")
    assert [one.asset for one in spot.dump().accounts[0].balances] == [1]


def test_books_list_no_balance_and_no_reservation(books: Venue) -> None:
    books.run("place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=20")
    assert [account.balances for account in books.dump().accounts] == [(), (), ()]


def test_how_a_book_came_about_does_not_show(books: Venue, spot: Venue) -> None:
    # Two ways to one book: a cancelled order in between leaves a gap between joins, no trace
    for venue in (books, spot):
        venue.run("""
            place_order signer=11 account=1 order_id=1 market=1 side=sell price=100 lots=2
            place_order signer=12 account=2 order_id=1 market=1 side=sell price=105 lots=2
        """)
        before = root(venue.state)
        venue.run("""
            amend_order signer=12 account=2 order_id=1 price=95 open_lots=2
            amend_order signer=12 account=2 order_id=1 price=105 open_lots=2
        """)
        assert root(venue.state) == before

"""Dumps of no venue: a valid one with one condition of STA-026 broken, in wire form."""

import copy
from collections.abc import Mapping
from functools import cache
from typing import Any

from attrs import frozen

from tallystick.conformance.wire import dump_from_object, dump_object
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.dump import StateDump
from tests.reference.venue import Venue

SPOT = """
    advance_time signer=0 now=50
    set_mark signer=0 asset=2 mark=9
    advance_time signer=0 now=60
    add_delegate signer=11 account=1 delegate=22
    add_delegate signer=11 account=1 delegate=21
    set_fee_exempt signer=0 account=3 exempt=true
    list_asset signer=0 lot_atoms=1 fee_cap_atoms=0
    list_market signer=0 asset=3 kind=spot tick=1 minimum_lots=1
    place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=4
    place_order signer=12 account=2 order_id=1 market=1 side=buy price=95 lots=2
    place_order signer=13 account=3 order_id=1 market=1 side=buy price=95 lots=2
    place_order signer=11 account=1 order_id=2 market=1 side=sell price=105 lots=2 \
        order_type=post_only
    place_order signer=12 account=2 order_id=2 market=1 side=sell price=110 lots=3 expires_at=99
    place_order signer=13 account=3 order_id=2 market=1 side=sell price=100 lots=2
    set_halted signer=0 market=2 halted=true
"""
"""Bids 100x2, of which 2 atoms of fees are paid, 95x2 and 95x2; asks 105x2 and 110x3."""
BOOKS = """
    list_market signer=0 asset=2 kind=perp tick=5 minimum_lots=2
    list_market signer=0 asset=1 kind=lend tick=1 minimum_lots=1
    place_order signer=11 account=1 order_id=1 market=1 side=buy price=100 lots=4
    place_order signer=12 account=2 order_id=1 market=3 side=sell price=9999 lots=4
"""

LENT = """
    list_market signer=0 asset=1 kind=lend tick=1 minimum_lots=1
    place_order signer=13 account=3 order_id=1 market=2 side=sell price=500 lots=10
    place_order signer=11 account=1 order_id=1 market=2 side=buy price=500 lots=10
    place_order signer=11 account=1 order_id=2 market=2 side=sell price=500 lots=10
    place_order signer=12 account=2 order_id=1 market=2 side=buy price=500 lots=10
    place_order signer=12 account=2 order_id=2 market=2 side=sell price=600 lots=4
    place_order signer=13 account=3 order_id=2 market=2 side=buy price=600 lots=4
    advance_time signer=0 now=12600000
    swap_loan signer=11 account=1 loan=2
    pay_interest signer=13 account=3 loan=3 reduce_lots=2 extend=false
    place_order signer=12 account=2 order_id=3 market=2 side=sell price=700 lots=2
    place_order signer=11 account=1 order_id=3 market=2 side=buy price=100 lots=4
    place_order signer=13 account=3 order_id=3 market=1 side=buy price=100 lots=4
"""
"""Loan 2 of 10 lots, on which account 1 has a claim, and loan 3 of 2 lots, of which 2 returned."""
FACED = """
    list_asset signer=0 lot_atoms=1 fee_cap_atoms=0
    list_market signer=0 asset=3 kind=perp tick=1 minimum_lots=1 funding_source=published
    set_funding_rate signer=0 market=3 rate=70
    set_mark signer=0 asset=2 mark=10
    place_order signer=12 account=2 order_id=1 market=2 side=buy price=5 lots=2 reduce_only=true
    place_order signer=13 account=3 order_id=1 market=2 side=buy price=5 lots=2
    place_order signer=11 account=1 order_id=1 market=2 side=sell price=10 lots=40
    place_order signer=12 account=2 order_id=2 market=2 side=buy price=10 lots=4 order_type=ioc
    place_order signer=13 account=3 order_id=2 market=2 side=buy price=10 lots=2 order_type=ioc
    advance_time signer=0 now=32400000
    place_order signer=12 account=2 order_id=3 market=2 side=buy price=10 lots=2 order_type=ioc
    set_mark signer=0 asset=2 mark=300
    true_up signer=12 account=2 counterparty=1 market=2
    advance_time signer=0 now=57540000
    set_mark signer=0 asset=2 mark=400
    true_up signer=12 account=2 counterparty=1 market=2
    place_order signer=13 account=3 order_id=3 market=2 side=buy price=10 lots=2 order_type=ioc
    place_order signer=11 account=1 order_id=2 market=1 side=sell price=100 lots=2
"""
"""Legs 1 and 2 of account 1, short, with 2 and 3; two debts of it to 2; both windows filled."""
MARGINED = """
    list_asset signer=0 lot_atoms=1 fee_cap_atoms=0
    advance_time signer=0 now=50
    set_risk signer=0 asset=2 risk_permille=90 slippage_permille=0 perp_slippage_permille=0 \
        effective_at=3600050
    place_order signer=11 account=1 order_id=1 market=1 side=buy price=90 lots=2
    place_order signer=11 account=1 order_id=2 market=2 side=sell price=500 lots=4
    place_order signer=12 account=2 order_id=1 market=2 side=buy price=500 lots=2
    place_order signer=12 account=2 order_id=2 market=3 side=sell price=100 lots=4
    place_order signer=13 account=3 order_id=1 market=3 side=buy price=100 lots=2
"""
"""Loan 1 and an offer, leg 1 and an ask, a bid, all of asset 2, of which values are announced."""
LIQUIDATED = """
    advance_time signer=0 now=50
    withdraw signer=11 account=1 asset=2 atoms=500
    place_order signer=12 account=2 order_id=1 market=3 side=sell price=100 lots=60
    place_order signer=11 account=1 order_id=1 market=3 side=buy price=100 lots=60
    set_mark signer=0 asset=2 mark=90
    place_order signer=13 account=3 order_id=1 market=3 side=buy price=90 lots=60
    liquidate signer=13 account=3 target=1 work=2
"""
"""Account 1 is closed out of 60 lots by account 3, for 13 atoms of reward in escrow 1."""
SCRIPTS = {
    Profile.MATCH_1: BOOKS,
    Profile.SPOT_1: SPOT,
    Profile.LEND_1: LENT,
    Profile.PERP_1: FACED,
    Profile.MARGIN_1: MARGINED,
    Profile.WORLD_1: LIQUIDATED,
}

ABSENT = object()
"""In a change: the key is left out."""

BID, ASK = "/markets/0/bids/0", "/markets/0/asks/0"
OWN = "/accounts/0"
HIGH = str(2**40 + 1)


@frozen
class Broken:
    """A valid dump, what is changed in it, and where an engine must find it."""

    name: str
    profile: Profile
    changes: Mapping[str, Any]
    path: str

    def dump(self) -> StateDump:
        """The dump with its changes."""
        return changed_dump(self.profile, self.changes)


def changed_dump(profile: Profile, changes: Mapping[str, Any]) -> StateDump:
    """A valid dump in which what stands at these pointers is replaced."""
    plain = copy.deepcopy(dump_object(valid_dump(profile)))
    for pointer, content in changes.items():
        _put(plain, pointer, content)
    return dump_from_object(plain)


@cache
def valid_dump(profile: Profile) -> StateDump:
    """A dump of that profile in which there is something of everything."""
    venue = Venue(profile)
    venue.run(SCRIPTS[profile])
    return venue.dump()


def _put(plain: Any, pointer: str, content: Any) -> None:
    *names, last = pointer.split("/")[1:]
    part = plain
    for name in names:
        part = part[int(name)] if isinstance(part, list) else part[name]
    key = int(last) if isinstance(part, list) else last
    if content is ABSENT:
        del part[key]
    elif isinstance(part, list) and key == len(part):
        part.append(content)
    else:
        part[key] = content


def _spot(name: str, changes: Mapping[str, Any], path: str) -> Broken:
    return Broken(name, Profile.SPOT_1, changes, path)


def _books(name: str, changes: Mapping[str, Any], path: str) -> Broken:
    return Broken(name, Profile.MATCH_1, changes, path)


def _one(path: str, content: Any) -> Broken:
    """One changed number of the spot dump, found where it stands."""
    return _spot(f"{path}={content}", {path: content}, path)


def _balance(asset: int, atoms: int, reserved_atoms: int = 0) -> dict[str, str]:
    return {"asset": str(asset), "atoms": str(atoms), "reserved_atoms": str(reserved_atoms)}


VENUE = (
    _spot("parameter", {"/parameters/max_touches": 0}, "/parameters"),
    _spot(
        "product of parameters",
        {"/parameters/max_accounts": 2**20, "/parameters/max_assets": 5},
        "/parameters",
    ),
    _one("/now", "-1"),
    _one("/now", str(2**53)),
    _spot("time before a mark", {"/now": "49"}, "/assets/1/mark_time"),
)
LISTS = (
    _spot("too many assets", {"/parameters/max_assets": 2}, "/assets"),
    _spot("too many markets", {"/parameters/max_markets": 1}, "/markets"),
    _spot("too many accounts", {"/parameters/max_accounts": 2}, "/accounts"),
    _spot("no assets", {"/assets": []}, "/accounts/0/balances/0/asset"),
    _books("no assets of books", {"/assets": [], "/markets": []}, "/assets"),
    _spot("a gap of assets", {"/assets/2/asset": "4"}, "/assets/2/asset"),
    _spot("markets from 0", {"/markets/0/market": "0"}, "/markets/0/market"),
    _spot("an account twice", {"/accounts/1/account": "1"}, "/accounts/1/account"),
)
ASSETS = (
    _one("/assets/0/lot_atoms", "8"),
    _one("/assets/0/fee_cap_atoms", "4"),
    _spot("a mark of the base asset", {"/assets/0/mark": "1"}, "/assets/0/mark"),
    _spot("a time of no mark", {"/assets/0/mark_time": "1"}, "/assets/0/mark_time"),
    _spot("a mark of no time", {"/assets/1/mark_time": None}, "/assets/1/mark_time"),
    _one("/assets/1/mark", "0"),
    _one("/assets/1/mark", HIGH),
    _one("/assets/1/mark_time", "-1"),
    _one("/assets/1/mark_time", "61"),
    _one("/assets/1/lot_atoms", "0"),
    _one("/assets/1/lot_atoms", HIGH),
    _one("/assets/1/fee_cap_atoms", "-1"),
    _one("/assets/1/fee_cap_atoms", str(2**56 + 1)),
    _one("/assets/1/supply_atoms", "1499"),
    _spot(
        "a debt of the treasury",
        {"/assets/1/treasury_atoms": "-2", "/accounts/0/balances/1/atoms": "522"},
        "/assets/1/treasury_atoms",
    ),
    _spot(
        "more than the bound",
        {"/assets/1/treasury_atoms": str(2**56), "/assets/1/supply_atoms": str(2**56 + 1498)},
        "/assets/1/supply_atoms",
    ),
    _books(
        "a mark of books", {"/assets/1/mark": "1", "/assets/1/mark_time": "0"}, "/assets/1/mark"
    ),
    _books(
        "a treasury of books",
        {"/assets/1/treasury_atoms": "1", "/assets/1/supply_atoms": "1"},
        "/assets/1/treasury_atoms",
    ),
)
MARKETS = (
    _one("/markets/0/asset", "4"),
    _one("/markets/0/asset", "0"),
    _spot("a perpetual market", {"/markets/0/kind": "perp"}, "/markets/0/kind"),
    _spot("a spot market of the base asset", {"/markets/0/asset": "1"}, "/markets/0/kind"),
    _books("a perpetual of the base asset", {"/markets/1/asset": "1"}, "/markets/1/kind"),
    _spot("a second market of an asset", {"/markets/1/asset": "2"}, "/markets/1"),
    _one("/markets/0/tick", "0"),
    _one("/markets/0/tick", HIGH),
    _one("/markets/0/minimum_lots", "0"),
    _one("/markets/0/minimum_lots", HIGH),
)
ORDERS = (
    _one(f"{BID}/account", "0"),
    _one(f"{BID}/account", "4"),
    _one(f"{BID}/order_id", "0"),
    _one(f"{BID}/order_id", "3"),
    _one(f"{BID}/price", "0"),
    _one(f"{BID}/price", HIGH),
    _one(f"{BID}/price", "101"),
    _one(f"{BID}/open_lots", "0"),
    _one(f"{BID}/open_lots", HIGH),
    _one(f"{BID}/order_type", "ioc"),
    _one(f"{BID}/order_type", "fok"),
    _one(f"{BID}/expires_at", "0"),
    _one(f"{BID}/expires_at", str(2**53)),
    _one(f"{BID}/reduce_only", True),
    _spot(
        "costs too much",
        {f"{BID}/price": str(5 * 2**15), f"{BID}/open_lots": str(2**37)},
        f"{BID}/open_lots",
    ),
    _spot(
        "is too much",
        {"/assets/1/lot_atoms": str(2**40), f"{ASK}/open_lots": str(2**17)},
        f"{ASK}/open_lots",
    ),
    _one(f"{BID}/maker_fee_rate", 7776),
    _spot("half exempt", {f"{BID}/taker_fee_rate": 0}, f"{BID}/maker_fee_rate"),
    _one(f"{BID}/fee_cap_atoms", "3"),
    _one(f"{ASK}/fee_cap_atoms", "5"),
    _one(f"{BID}/fee_paid_atoms", "-1"),
    _one(f"{BID}/fee_paid_atoms", "6"),
    _one(f"{BID}/fee_credit", -1),
    _one(f"{BID}/fee_credit", 100_000),
    _spot("credit of nothing paid", {f"{BID}/fee_paid_atoms": "0"}, f"{BID}/fee_credit"),
    _spot("credit beyond the cap", {f"{BID}/fee_paid_atoms": "5"}, f"{BID}/fee_credit"),
    _books("a rate of interest", {"/markets/2/asks/0/price": "10000"}, "/markets/2/asks/0/price"),
    _books("a maker's rate of books", {f"{BID}/maker_fee_rate": 1}, f"{BID}/maker_fee_rate"),
    _books("a taker's rate of books", {f"{BID}/taker_fee_rate": 1}, f"{BID}/taker_fee_rate"),
    _books("a cap of books", {f"{BID}/fee_cap_atoms": "1"}, f"{BID}/fee_cap_atoms"),
    _books("a fee of books", {f"{BID}/fee_paid_atoms": "1"}, f"{BID}/fee_paid_atoms"),
    _books("a credit of books", {f"{BID}/fee_credit": 1}, f"{BID}/fee_credit"),
)
SIDES = (
    _spot("a better bid behind", {f"{BID}/price": "90"}, "/markets/0/bids/1/price"),
    _spot("a better ask behind", {f"{ASK}/price": "115"}, "/markets/0/asks/1/price"),
    _spot("crossed", {f"{BID}/price": "110"}, f"{ASK}/price"),
    _spot("locked", {f"{BID}/price": "105"}, f"{ASK}/price"),
    _spot("an id twice", {f"{ASK}/order_id": "1"}, f"{ASK}/order_id"),
    _spot("too many orders of an account", {"/parameters/max_orders_per_account": 1}, "/markets"),
    _spot("too many orders", {"/parameters/max_orders": 4}, "/markets"),
)
ACCOUNTS = (
    _one(f"{OWN}/owner", "0"),
    _one(f"{OWN}/owner", str(2**31)),
    _books("a negative owner", {f"{OWN}/owner": "-1"}, f"{OWN}/owner"),
    _one(f"{OWN}/last_order_id", "-1"),
    _one(f"{OWN}/last_order_id", str(2**61)),
    _one(f"{OWN}/delegates/0", "0"),
    _one(f"{OWN}/delegates/1", str(2**31)),
    _one(f"{OWN}/delegates/0", "11"),
    _spot("a delegate twice", {f"{OWN}/delegates/0": "22"}, f"{OWN}/delegates/1"),
    _spot("delegates descend", {f"{OWN}/delegates": ["22", "21"]}, f"{OWN}/delegates/1"),
    _spot("too many delegates", {"/parameters/max_delegates_per_account": 1}, f"{OWN}/delegates"),
    _books("delegates of books", {f"{OWN}/delegates": ["21"]}, f"{OWN}/delegates"),
    _books("a balance of books", {f"{OWN}/balances": [_balance(1, 1)]}, f"{OWN}/balances"),
    _books("fee exempt of books", {f"{OWN}/fee_exempt": True}, f"{OWN}/fee_exempt"),
)
BALANCES = (
    _spot("of an asset twice", {f"{OWN}/balances/1/asset": "1"}, f"{OWN}/balances/1"),
    _spot("of asset 0", {f"{OWN}/balances/0/asset": "0"}, f"{OWN}/balances/0/asset"),
    _spot("of no asset", {f"{OWN}/balances/2": _balance(4, 1)}, f"{OWN}/balances/2/asset"),
    _one(f"{OWN}/balances/0/atoms", "-1"),
    _one(f"{OWN}/balances/0/atoms", str(2**56 + 1)),
    _spot("of nothing", {f"{OWN}/balances/2": _balance(3, 0)}, f"{OWN}/balances/2"),
    _spot("reserved too little", {f"{OWN}/balances/0/reserved_atoms": "199"}, f"{OWN}/balances"),
    _spot("reserved without orders", {f"{OWN}/balances/2": _balance(3, 0, 1)}, f"{OWN}/balances"),
    _spot(
        "orders without a reservation",
        {f"{BID}/account": "3", f"{BID}/order_id": "2"},
        f"{OWN}/balances",
    ),
    _spot(
        "reserved more than any balance bears",
        {
            "/assets/1/lot_atoms": str(2**40),
            "/parameters/reservation_multiple_tenths": 10,
            f"{ASK}/open_lots": str(2**16),
            "/markets/0/asks/1/account": "1",
            "/markets/0/asks/1/order_id": "1",
            "/markets/0/asks/1/open_lots": "1",
            f"{BID}/account": "2",
            f"{BID}/order_id": "2",
            f"{OWN}/balances/0/reserved_atoms": "0",
            "/accounts/1/balances/0/reserved_atoms": "390",
            "/accounts/1/balances/1/reserved_atoms": "0",
            f"{OWN}/balances/1/reserved_atoms": str(2**56 + 2**40),
        },
        f"{OWN}/balances",
    ),
)
BROKEN = (*VENUE, *LISTS, *ASSETS, *MARKETS, *ORDERS, *SIDES, *ACCOUNTS, *BALANCES)

AT_LIMIT: tuple[tuple[Profile, Mapping[str, Any]], ...] = (
    (Profile.SPOT_1, {"/now": str(2**53 - 1)}),
    (Profile.SPOT_1, {"/now": "50"}),
    (Profile.SPOT_1, {"/parameters/max_assets": 3, "/parameters/max_markets": 2}),
    (Profile.SPOT_1, {"/parameters/max_accounts": 3, "/parameters/max_orders": 5}),
    (Profile.SPOT_1, {"/parameters/max_orders_per_account": 2}),
    (Profile.SPOT_1, {"/parameters/max_delegates_per_account": 2}),
    (Profile.SPOT_1, {"/parameters/max_accounts": 2**20, "/parameters/max_assets": 4}),
    (Profile.SPOT_1, {f"{OWN}/owner": "1"}),
    (Profile.SPOT_1, {f"{OWN}/owner": str(2**31 - 1), f"{OWN}/delegates/0": "1"}),
    (Profile.SPOT_1, {f"{OWN}/delegates/1": str(2**31 - 1)}),
    (Profile.SPOT_1, {f"{OWN}/last_order_id": str(2**61 - 1)}),
    (Profile.SPOT_1, {"/assets/1/mark": str(2**40), "/assets/1/mark_time": "60"}),
    (Profile.SPOT_1, {"/assets/1/mark": "1", "/assets/1/mark_time": "0"}),
    (Profile.SPOT_1, {"/assets/2/lot_atoms": str(2**40), "/assets/2/fee_cap_atoms": str(2**56)}),
    (
        Profile.SPOT_1,
        {"/assets/2/treasury_atoms": str(2**56), "/assets/2/supply_atoms": str(2**56)},
    ),
    (Profile.SPOT_1, {"/markets/0/tick": "1", "/markets/0/minimum_lots": str(2**40)}),
    (Profile.SPOT_1, {"/markets/1/tick": str(2**40), "/markets/1/minimum_lots": "1"}),
    (Profile.SPOT_1, {f"{BID}/fee_credit": 99_999}),
    (Profile.SPOT_1, {f"{BID}/fee_credit": 0}),
    (Profile.SPOT_1, {f"{BID}/fee_credit": 0, f"{BID}/fee_paid_atoms": "5"}),
    (Profile.SPOT_1, {f"{BID}/fee_credit": 0, f"{BID}/fee_paid_atoms": "0"}),
    (Profile.SPOT_1, {f"{BID}/expires_at": "1"}),
    (Profile.SPOT_1, {f"{BID}/expires_at": str(2**53 - 1)}),
    (Profile.MATCH_1, {f"{OWN}/owner": "0"}),
    (Profile.MATCH_1, {f"{BID}/open_lots": str(2**40)}),
    (
        Profile.MATCH_1,
        {f"{BID}/price": str(2**40 - 1), f"{BID}/open_lots": "1", "/markets/0/tick": "1"},
    ),
)
"""Changes after which the dump is valid still, each at the end of a range."""

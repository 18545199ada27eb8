"""Dumps of no venue that has loans: a valid one with one condition of STA-026 broken."""

from collections.abc import Mapping
from typing import Any

from tallystick.reference.types.choices import Profile
from tests.reference.broken_dumps import ABSENT, HIGH, Broken

BID, RETURNED, OFFER = "/markets/1/bids/0", "/markets/1/asks/0", "/markets/1/asks/1"
LOAN, CLAIM = "/loans/0", "/loans/0/claims/0"
LOANS_OF = "/parameters/lending"
FIRST_ID = 2**61
"""Of the orders that the engine makes."""
TERM = 240 * 3_600_000


def _loans(name: str, changes: Mapping[str, Any], path: str) -> Broken:
    return Broken(name, Profile.LEND_1, changes, path)


def _one(path: str, content: Any) -> Broken:
    """One changed number of the dump with loans, found where it stands."""
    return _loans(f"{path}={content}", {path: content}, path)


def _other(profile: Profile, path: str, content: Any) -> Broken:
    """Something of lending in a profile that has none."""
    return Broken(f"{path} of {profile}", profile, {path: content}, path)


PROFILES = (
    _loans("no parameters of lending", {LOANS_OF: ABSENT}, "/parameters"),
    _loans("a parameter of lending", {f"{LOANS_OF}/max_claims": 0}, "/parameters"),
    _loans("no loans", {"/loans": ABSENT}, "/loans"),
    _loans("no last loan", {"/last_loan": ABSENT}, "/last_loan"),
    _loans(
        "no engine ids",
        {"/accounts/0/last_engine_order_id": ABSENT},
        "/accounts/0/last_engine_order_id",
    ),
    _loans("a perpetual market beside loans", {"/markets/2/kind": "perp"}, "/markets/2/kind"),
    _other(Profile.SPOT_1, "/loans", []),
    _other(Profile.SPOT_1, "/last_loan", "0"),
    _other(Profile.MATCH_1, "/accounts/0/last_engine_order_id", "0"),
    _other(Profile.SPOT_1, "/markets/0/asks/0/returnable", True),
    _other(Profile.MATCH_1, "/markets/2/asks/0/extensible", True),
    Broken(
        "a lending market of spot/1", Profile.SPOT_1, {"/markets/1/kind": "lend"}, "/markets/1/kind"
    ),
)
ORDERS = (
    _one(f"{BID}/open_lots", "3"),
    _one(f"{BID}/maker_fee_rate", 13330),
    _loans(
        "half exempt from fees on interest", {f"{BID}/taker_fee_rate": 0}, f"{BID}/maker_fee_rate"
    ),
    _one(f"{BID}/fee_cap_atoms", "4"),
    _one(f"{BID}/fee_paid_atoms", "1"),
    _one(f"{BID}/fee_credit", 1),
    _one(f"{OFFER}/maker_fee_rate", 13331),
    _one(f"{OFFER}/fee_cap_atoms", "5"),
    _loans("no flag of an offer", {f"{OFFER}/returnable": ABSENT}, f"{OFFER}/returnable"),
    _loans("a flag of a bid", {f"{BID}/extensible": True}, f"{BID}/extensible"),
    _loans(
        "a flag of a coin", {"/markets/0/bids/0/extensible": True}, "/markets/0/bids/0/extensible"
    ),
    _loans(
        "more than the bound of a loan",
        {"/assets/1/lot_atoms": str(2**40), f"{BID}/open_lots": str(2**16 + 2)},
        f"{BID}/open_lots",
    ),
    _one(f"{RETURNED}/order_id", str(FIRST_ID + 1)),
    _one(f"{RETURNED}/order_type", "post_only"),
    _one(f"{RETURNED}/self_trade", "cancel_maker"),
    _one(f"{RETURNED}/expires_at", "13000000"),
    _loans(
        "a bid of the engine",
        {f"{BID}/order_id": str(FIRST_ID), f"{BID}/account": "2", f"{RETURNED}/order_id": "2"},
        f"{BID}/order_id",
    ),
    _loans(
        "a coin bought by the engine",
        {
            "/markets/0/bids/0/order_id": str(FIRST_ID),
            "/accounts/2/last_engine_order_id": str(FIRST_ID),
        },
        "/markets/0/bids/0/order_id",
    ),
    _loans(
        "a bid that reserves",
        {"/accounts/0/balances/0/reserved_atoms": "400"},
        "/accounts/0/balances",
    ),
)
ACCOUNTS = (
    _one("/accounts/0/last_engine_order_id", "1"),
    _one("/accounts/0/last_engine_order_id", str(FIRST_ID - 1)),
    _one("/accounts/0/last_engine_order_id", str(2**62)),
    _one("/accounts/0/last_engine_order_id", "-1"),
)
LISTS = (
    _one("/last_loan", "-1"),
    _one("/last_loan", str(2**61)),
    _loans("too many loans", {f"{LOANS_OF}/max_loans": 1}, "/loans"),
    _loans("too many loans of an account", {f"{LOANS_OF}/max_loans_per_account": 1}, "/loans"),
    _one("/loans/1/loan", "2"),
    _loans("loans descend", {f"{LOAN}/loan": "4", "/last_loan": "4"}, "/loans/1/loan"),
    _one(f"{LOAN}/loan", "0"),
    _one("/loans/1/loan", "4"),
)
LOANS = (
    _one(f"{LOAN}/asset", "3"),
    _one(f"{LOAN}/asset", "0"),
    _loans("of an asset without a market", {"/markets/2/asset": "3"}, "/markets/2/asset"),
    _one(f"{LOAN}/lender", "0"),
    _one(f"{LOAN}/lender", "4"),
    _one(f"{LOAN}/borrower", "4"),
    _loans("to oneself", {f"{LOAN}/lender": "2"}, f"{LOAN}/borrower"),
    _one(f"{LOAN}/principal_lots", "0"),
    _one(f"{LOAN}/principal_lots", HIGH),
    _one(f"{LOAN}/principal_lots", "9"),
    _loans(
        "of too many atoms",
        {
            "/assets/1/lot_atoms": str(2**40),
            "/accounts/1/balances/1/reserved_atoms": str(2**42),
            f"{LOAN}/principal_lots": str(2**16 + 2),
        },
        f"{LOAN}/principal_lots",
    ),
    _one(f"{LOAN}/rate", "0"),
    _one(f"{LOAN}/rate", "10000"),
    _one(f"{LOAN}/rate", "501"),
    _one(f"{LOAN}/return_rate", "10000"),
    _one(f"{LOAN}/return_rate", "502"),
    _one(f"{LOAN}/start", "-1"),
    _one(f"{LOAN}/start", "12600001"),
    _one(f"{LOAN}/due", str(TERM - 1)),
    _one(f"{LOAN}/due", str(TERM + 12_600_001)),
    _one(f"{LOAN}/hours_paid", "-1"),
    _one(f"{LOAN}/hours_paid", "9"),
    _one(f"{LOAN}/interest_credit", "-1"),
    _one(f"{LOAN}/interest_credit", "87600000"),
    _one(f"{LOAN}/fee_rate", 1),
    _one(f"{LOAN}/fee_left_atoms", "-1"),
    _one(f"{LOAN}/fee_left_atoms", "6"),
    _one(f"{LOAN}/fee_credit", -1),
    _one(f"{LOAN}/fee_credit", 100_000),
    _one(f"{LOAN}/keeper_fee_atoms", "-1"),
    _one(f"{LOAN}/keeper_fee_atoms", "8"),
)
CLAIMS = (
    _loans(
        "too many claims",
        {
            f"{LOANS_OF}/max_claims": 1,
            "/loans/0/claims/1": {"account": "1", "interest_atoms": "1", "fee_atoms": "0"},
        },
        f"{LOAN}/claims",
    ),
    _one(f"{CLAIM}/account", "0"),
    _one(f"{CLAIM}/account", "4"),
    _one(f"{CLAIM}/account", "2"),
    _one(f"{CLAIM}/interest_atoms", "-1"),
    _one(f"{CLAIM}/interest_atoms", str(2**51 + 1)),
    _one(f"{CLAIM}/fee_atoms", "-1"),
    _one(f"{CLAIM}/fee_atoms", str(2**51 + 1)),
    _loans(
        "a claim of nothing", {f"{CLAIM}/interest_atoms": "0", f"{CLAIM}/fee_atoms": "0"}, CLAIM
    ),
)
BROKEN_LOANS = (*PROFILES, *ORDERS, *ACCOUNTS, *LISTS, *LOANS, *CLAIMS)

LOANS_AT_LIMIT: tuple[tuple[Profile, Mapping[str, Any]], ...] = tuple(
    (Profile.LEND_1, changes)
    for changes in (
        {"/last_loan": str(2**61 - 1)},
        {f"{LOANS_OF}/max_loans": 2, f"{LOANS_OF}/max_loans_per_account": 2},
        {f"{LOANS_OF}/max_claims": 1},
        {"/accounts/0/last_engine_order_id": str(FIRST_ID)},
        {"/accounts/0/last_engine_order_id": str(2**62 - 1)},
        {f"{LOAN}/loan": "1"},
        {f"{LOAN}/asset": "1", f"{LOAN}/keeper_fee_atoms": "3", f"{LOAN}/fee_left_atoms": "3"},
        {f"{LOAN}/principal_lots": "2"},
        {f"{LOAN}/principal_lots": str(2**40)},
        {"/assets/1/lot_atoms": str(2**40), f"{LOAN}/principal_lots": str(2**16)}
        | {
            "/accounts/1/balances/1/reserved_atoms": str(2**42),
            "/parameters/lending/keeper_fee_permille": 1000,
        },
        {f"{LOAN}/rate": "5", f"{LOAN}/return_rate": "9995"},
        {f"{LOAN}/start": "12600000", f"{LOAN}/due": str(TERM + 12_600_000)},
        {f"{LOAN}/due": str(TERM + 12_600_000)},
        {f"{LOAN}/hours_paid": "0", f"{LOAN}/interest_credit": "0"},
        {f"{LOAN}/hours_paid": "8", f"{LOAN}/interest_credit": "87599999"},
        {"/now": "32400000", f"{LOAN}/hours_paid": "9"},
        {"/now": "32400001", f"{LOAN}/hours_paid": "10"},
        {f"{LOAN}/fee_rate": 0, f"{LOAN}/fee_left_atoms": "5", f"{LOAN}/fee_credit": 99_999},
        {f"{LOAN}/fee_left_atoms": "0", f"{LOAN}/fee_credit": 0, f"{LOAN}/keeper_fee_atoms": "0"},
        {f"{LOAN}/keeper_fee_atoms": "7"},
        {f"{CLAIM}/interest_atoms": str(2**51), f"{CLAIM}/fee_atoms": "0"},
        {f"{CLAIM}/interest_atoms": "0", f"{CLAIM}/fee_atoms": str(2**51), f"{CLAIM}/account": "3"},
        {f"{BID}/maker_fee_rate": 0, f"{BID}/taker_fee_rate": 0},
        {f"{OFFER}/returnable": False, f"{RETURNED}/extensible": False},
    )
)
"""Changes after which the dump is valid still, each at the end of a range."""

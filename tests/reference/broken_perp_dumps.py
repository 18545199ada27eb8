"""Dumps of no venue that has legs: a valid one with one condition of STA-026 broken."""

from collections.abc import Mapping
from typing import Any

from tallystick.reference.types.choices import Profile
from tests.reference.broken_dumps import ABSENT, Broken

MARKET, OTHER = "/markets/1", "/markets/2"
FUNDING, PUBLISHED = f"{MARKET}/funding", f"{OTHER}/funding"
LEG, SECOND = f"{MARKET}/legs/0", f"{MARKET}/legs/1"
BID, ASK = f"{MARKET}/bids/0", f"{MARKET}/asks/0"
DEBT, LATER = "/debts/0", "/debts/1"
LIMITS = "/parameters/perpetual"
HOUR = 3_600_000
HIGHEST_MARK = 2**52 // 10_000
"""By the preset `minimal`."""
MOST_FUNDING = 30_000 * HIGHEST_MARK
"""Of the one tick there was, in units of 1/10,000,000 atom."""
UNITS = 10_000_000
PREMIUM = 2 * (2**30 * 7 // 1_000)
"""The most of a window of 2 lots."""


def _legs(name: str, changes: Mapping[str, Any], path: str) -> Broken:
    return Broken(name, Profile.PERP_1, changes, path)


def _one(path: str, content: Any) -> Broken:
    """One changed number of the dump with legs, found where it stands."""
    return _legs(f"{path}={content}", {path: content}, path)


def _other(profile: Profile, path: str, content: Any) -> Broken:
    """Something of perpetual futures in a profile that has none."""
    return Broken(f"{path} of {profile}", profile, {path: content}, path)


def _debt(debtor: int, creditor: int, due_hours: int, atoms: int) -> dict[str, str]:
    due = str(due_hours * HOUR)
    return {"debtor": str(debtor), "creditor": str(creditor), "due": due, "atoms": str(atoms)}


NO_FUNDING = {
    "source": "book",
    "rate": "0",
    "published_rate": None,
    "index": "0",
    "remainder": "0",
    "lots": "0",
    "premium": "0",
    "next_lots": "0",
    "next_premium": "0",
}
PROFILES = (
    _legs("no parameters of perpetuals", {LIMITS: ABSENT}, "/parameters"),
    _legs("a parameter of perpetuals", {f"{LIMITS}/max_legs_per_command": 2}, "/parameters"),
    _legs(
        "product of parameters",
        {"/parameters/max_accounts": 2**20, "/parameters/max_markets": 5},
        "/parameters",
    ),
    _legs("a lending market beside legs", {f"{OTHER}/kind": "lend"}, f"{OTHER}/kind"),
    _legs("no funding", {FUNDING: ABSENT}, FUNDING),
    _legs("no last leg", {f"{MARKET}/last_leg": ABSENT}, f"{MARKET}/last_leg"),
    _legs("no legs", {f"{MARKET}/legs": ABSENT}, f"{MARKET}/legs"),
    _legs("no debts", {"/debts": ABSENT}, "/debts"),
    _legs("legs of a coin", {"/markets/0/legs": []}, "/markets/0/legs"),
    _other(Profile.SPOT_1, "/debts", []),
    _other(Profile.LEND_1, "/debts", []),
    _other(Profile.MATCH_1, "/markets/1/funding", NO_FUNDING),
    _other(Profile.MATCH_1, "/markets/1/last_leg", "0"),
    _other(Profile.LEND_1, "/markets/1/legs", []),
)
ORDERS = (
    _legs("a mark too high", {"/assets/1/mark": str(HIGHEST_MARK + 1)}, "/assets/1/mark"),
    _legs(
        "a price too high",
        {f"{ASK}/price": str(HIGHEST_MARK + 1), f"{MARKET}/tick": "1"},
        f"{ASK}/price",
    ),
    _one(f"{ASK}/open_lots", "20001"),
    _one(f"{ASK}/maker_fee_rate", 3330),
    _legs("half exempt", {f"{ASK}/taker_fee_rate": 0}, f"{ASK}/maker_fee_rate"),
    _one(f"{BID}/fee_cap_atoms", "5"),
    _one(f"{ASK}/fee_paid_atoms", "4"),
    _one(f"{ASK}/fee_credit", 1),
    _legs(
        "a bid that reserves",
        {"/accounts/1/balances/0/reserved_atoms": "10"},
        "/accounts/1/balances",
    ),
    _legs(
        "a coin bought to reduce",
        {"/markets/0/asks/0/reduce_only": True},
        "/markets/0/asks/0/reduce_only",
    ),
    _legs("an order without a mark", {"/assets/1/mark": None, "/assets/1/mark_time": None}, BID),
)
RATES = (
    _one(f"{FUNDING}/rate", "30001"),
    _one(f"{FUNDING}/rate", "-30001"),
    _one(f"{PUBLISHED}/published_rate", "30001"),
    _one(f"{PUBLISHED}/published_rate", "-30001"),
    _one(f"{FUNDING}/published_rate", "0"),
    _one(f"{FUNDING}/remainder", "-1"),
    _one(f"{FUNDING}/remainder", str(UNITS)),
    _one(f"{FUNDING}/index", str(MOST_FUNDING // UNITS + 1)),
    _one(f"{FUNDING}/index", str(-MOST_FUNDING // UNITS - 1)),
    _legs("funding before the first tick", {"/now": str(8 * HOUR - 1)}, "/assets/1/mark_time"),
    _legs(
        "funding before there was a tick",
        {"/now": str(8 * HOUR - 1), "/assets/1/mark_time": "0"},
        f"{FUNDING}/index",
    ),
    _one(f"{FUNDING}/lots", "-1"),
    _one(f"{FUNDING}/lots", str(2**35 + 1)),
    _one(f"{FUNDING}/next_lots", str(2**35 + 1)),
    _one(f"{FUNDING}/premium", str(PREMIUM + 1)),
    _one(f"{FUNDING}/next_premium", str(-PREMIUM - 1)),
    _one(f"{PUBLISHED}/lots", "1"),
    _one(f"{PUBLISHED}/next_lots", "1"),
    _one(f"{PUBLISHED}/index", "1"),
    _one(f"{PUBLISHED}/remainder", "1"),
    _legs(
        "a sample before the first mark",
        {
            f"{PUBLISHED}/source": "book",
            f"{PUBLISHED}/published_rate": None,
            f"{PUBLISHED}/lots": "1",
        },
        f"{PUBLISHED}/lots",
    ),
)
LEGS = (
    _one(f"{MARKET}/last_leg", "-1"),
    _one(f"{MARKET}/last_leg", str(2**61)),
    _one(f"{SECOND}/leg", "1"),
    _one(f"{SECOND}/leg", "3"),
    _one(f"{LEG}/leg", "0"),
    _legs("too many legs", {f"{LIMITS}/max_legs": 1}, "/markets"),
    _legs(
        "legs before the first mark",
        {
            f"{OTHER}/last_leg": "1",
            f"{OTHER}/legs": [
                {
                    "leg": "1",
                    "long_account": "1",
                    "short_account": "2",
                    "lots": "1",
                    "cost": "1",
                    "funding_base": "0",
                }
            ],
        },
        f"{OTHER}/legs",
    ),
    _one(f"{LEG}/long_account", "0"),
    _one(f"{LEG}/long_account", "4"),
    _one(f"{LEG}/short_account", "4"),
    _legs("with oneself", {f"{LEG}/long_account": "1"}, f"{LEG}/short_account"),
    _one(f"{LEG}/lots", "0"),
    _one(f"{LEG}/lots", "-1"),
    _one(f"{LEG}/cost", "5"),
    _one(f"{LEG}/cost", str(6 * HIGHEST_MARK + 1)),
    _one(f"{LEG}/funding_base", str(MOST_FUNDING)),
    _one(f"{LEG}/funding_base", str(-MOST_FUNDING)),
    _legs("a pair twice", {f"{SECOND}/long_account": "2"}, SECOND),
    _legs(
        "long and short",
        {f"{SECOND}/long_account": "1", f"{SECOND}/short_account": "3"},
        SECOND,
    ),
    _legs(
        "a position too long",
        {f"{LIMITS}/max_position_lots": "9", f"{ASK}/open_lots": "18"},
        f"{SECOND}/lots",
    ),
)
DEBTS = (
    _legs("too many debts", {f"{LIMITS}/max_debts": 1}, "/debts"),
    _legs("too many debts of an account", {f"{LIMITS}/max_debts_per_account": 1}, "/debts"),
    _legs("a debt twice", {f"{LATER}/due": str(33 * HOUR)}, LATER),
    _legs("debts descend", {f"{DEBT}/due": str(40 * HOUR), f"{LATER}/due": str(33 * HOUR)}, LATER),
    _one(f"{DEBT}/debtor", "0"),
    _one(f"{LATER}/debtor", "4"),
    _one(f"{DEBT}/creditor", "-1"),
    _one(f"{LATER}/creditor", "4"),
    _legs("to oneself", {f"{DEBT}/creditor": "1"}, f"{DEBT}/creditor"),
    _one(f"{DEBT}/due", str(33 * HOUR - 1)),
    _one(f"{DEBT}/due", str(23 * HOUR)),
    _one(f"{LATER}/due", str(41 * HOUR)),
    _one(f"{DEBT}/atoms", "0"),
    _one(f"{DEBT}/atoms", str(2**60 + 1)),
    _legs("debts both ways", {LATER: _debt(2, 1, 40, 1)}, DEBT),
    _legs(
        "long overdue twice",
        {"/now": str(72 * HOUR), "/debts/2": _debt(1, 2, 96, 1)},
        "/debts",
    ),
    _legs(
        "owing too much",
        {LATER: _debt(1, 3, 40, 2**60)},
        "/debts",
    ),
    _legs(
        "owed too much",
        {LATER: _debt(3, 2, 40, 2**60)},
        "/debts",
    ),
)
BROKEN_LEGS = (*PROFILES, *ORDERS, *RATES, *LEGS, *DEBTS)

LEGS_AT_LIMIT: tuple[tuple[Profile, Mapping[str, Any]], ...] = tuple(
    (Profile.PERP_1, changes)
    for changes in (
        {"/assets/1/mark": str(HIGHEST_MARK)},
        {f"{ASK}/price": str(HIGHEST_MARK), f"{MARKET}/tick": "1"},
        {f"{ASK}/open_lots": "20000"},
        {f"{ASK}/maker_fee_rate": 0, f"{ASK}/taker_fee_rate": 0},
        {f"{FUNDING}/rate": "30000", f"{PUBLISHED}/rate": "-30000"},
        {f"{PUBLISHED}/published_rate": "30000"},
        {f"{PUBLISHED}/published_rate": "-30000"},
        {f"{PUBLISHED}/published_rate": None},
        {f"{FUNDING}/lots": str(2**35), f"{FUNDING}/next_lots": str(2**35)},
        {f"{FUNDING}/premium": str(PREMIUM), f"{FUNDING}/next_premium": str(-PREMIUM)},
        {f"{MARKET}/last_leg": str(2**61 - 1), f"{SECOND}/leg": str(2**61 - 1)},
        {f"{LEG}/cost": "6"},
        {f"{LEG}/cost": str(6 * HIGHEST_MARK)},
        # The index stands at -5000 units: 6 lots may have begun 6 F, and a rounding each, away.
        {f"{LEG}/funding_base": str((-6 * 5_000 + 6 * MOST_FUNDING) // UNITS)},
        {f"{LEG}/funding_base": str(-((6 * (MOST_FUNDING + UNITS - 1) + 6 * 5_000) // UNITS))},
        {f"{LIMITS}/max_position_lots": "10", f"{ASK}/open_lots": "20"},
        {f"{LIMITS}/max_legs": 2},
        {f"{LIMITS}/max_debts": 2, f"{LIMITS}/max_debts_per_account": 2},
        {f"{DEBT}/due": str(24 * HOUR)},
        {LATER: _debt(2, 0, 40, 2**60), "/debts/2": _debt(3, 0, 40, 2**60)},
        {LATER: _debt(3, 2, 40, 2**60 - 747)},
        {"/now": str(57 * HOUR), LATER: _debt(1, 2, 57, 600), "/debts/2": _debt(1, 2, 81, 1)},
    )
)
"""Changes after which the dump is valid still, each at the end of a range."""

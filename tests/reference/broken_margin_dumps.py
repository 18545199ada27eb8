"""Dumps of no venue that values accounts: a valid one with one condition of STA-026 broken."""

from collections.abc import Mapping
from typing import Any

from tallystick.reference.types.choices import Profile
from tests.reference.broken_dumps import ABSENT, Broken

BASE, ASSET, OTHER = "/assets/0", "/assets/1", "/assets/2"
LIMITS = "/parameters/margin"
LATEST = 2**53 - 1
CLOSABLE = {f"{LIMITS}/closable_risk": 1, f"{LIMITS}/band_multiple": 1}
"""With the scale of 700 the band is 700 times the slippage, less 1,000."""


def _margined(name: str, changes: Mapping[str, Any], path: str) -> Broken:
    return Broken(name, Profile.MARGIN_1, changes, path)


def _risk(risk: int, slippage: int, perp_slippage: int) -> dict[str, int]:
    return {
        "risk_permille": risk,
        "slippage_permille": slippage,
        "perp_slippage_permille": perp_slippage,
    }


def _announced(risk: int, slippage: int, perp_slippage: int, at: int) -> dict[str, Any]:
    return _risk(risk, slippage, perp_slippage) | {"effective_at": str(at)}


def _values(name: str, risk: int, slippage: int, perp_slippage: int, more: str = "") -> Broken:
    """Announced values that must not be, found where they stand."""
    values = _announced(risk, slippage, perp_slippage, 51)
    return _margined(name, {f"{OTHER}/announced": values}, f"{OTHER}/announced{more}")


def _not_closable(name: str, risk: int, slippage: int, perp_slippage: int) -> Broken:
    """Values that break one of the three inequalities of MGN-012."""
    in_force = {f"{ASSET}/risk": _risk(0, 1, 1), f"{ASSET}/announced": None}
    values = {f"{OTHER}/risk": _risk(risk, slippage, perp_slippage)}
    return _margined(name, CLOSABLE | in_force | values, f"{OTHER}/risk")


BROKEN_MARGINS = (
    _margined("no parameters of margin", {LIMITS: ABSENT}, "/parameters"),
    _margined("a parameter of margin", {f"{LIMITS}/risk_notice_ms": "0"}, "/parameters"),
    _margined("scales", {f"{LIMITS}/maintenance_scale_permille": 1_201}, "/parameters"),
    _margined("risk of the base asset", {f"{BASE}/risk": _risk(0, 0, 0)}, f"{BASE}/risk"),
    _margined(
        "announced of the base asset",
        {f"{BASE}/announced": _announced(0, 0, 0, 51)},
        f"{BASE}/announced",
    ),
    _values("risk above 1", 1_001, 0, 0, "/risk_permille"),
    _values("negative slippage", 0, -1, 0, "/slippage_permille"),
    _values("perpetual slippage above 1", 0, 0, 1_001, "/perp_slippage_permille"),
    _values("risk and slippage too high", 700, 134, 0),
    _margined("risk in force too high", {f"{ASSET}/risk": _risk(700, 134, 0)}, f"{ASSET}/risk"),
    # 700 * 10 - 1000 = 6000 of 700 * 10, of 700 * 8 and, twice that, of 700 * 18
    _not_closable("perpetual not closable", 0, 10, 8),
    # 6000 twice is more than 700 * 17
    _not_closable("hedge not closable", 5, 10, 7),
    # With a multiple of 1 a band is never wider than risk and slippage: with one of 2 it is.
    _margined(
        "spot not closable",
        CLOSABLE
        | {f"{LIMITS}/band_multiple": 2, f"{ASSET}/risk": _risk(9, 1, 9)}
        | {f"{ASSET}/announced": None, f"{OTHER}/risk": _risk(8, 10, 200)},
        f"{OTHER}/risk",
    ),
    _margined(
        "announced for now",
        {f"{ASSET}/announced/effective_at": "50"},
        f"{ASSET}/announced/effective_at",
    ),
    _margined(
        "announced for ever",
        {f"{ASSET}/announced/effective_at": str(LATEST + 1)},
        f"{ASSET}/announced/effective_at",
    ),
    _margined(
        "traded without risk values",
        {f"{ASSET}/risk": None},
        f"{ASSET}/risk",
    ),
    _margined(
        "a bid before the first mark",
        {
            f"{ASSET}/mark": None,
            f"{ASSET}/mark_time": None,
            "/loans": [],
            "/markets/2/legs": [],
            "/markets/2/asks": [],
        },
        f"{ASSET}/mark",
    ),
    _margined(
        "a loan without risk values",
        {
            f"{ASSET}/risk": None,
            "/markets/0/bids": [],
            "/markets/1/asks": [],
            "/markets/2/legs": [],
            "/markets/2/asks": [],
            "/accounts/0/balances/0/reserved_atoms": "0",
            "/accounts/0/balances/1/reserved_atoms": "0",
        },
        f"{ASSET}/risk",
    ),
)

MARGINS_AT_LIMIT: tuple[tuple[Profile, Mapping[str, Any]], ...] = tuple(
    (Profile.MARGIN_1, changes)
    for changes in (
        {f"{LIMITS}/maintenance_scale_permille": 1_200},
        {f"{ASSET}/risk": _risk(0, 0, 0)},
        {f"{ASSET}/risk": _risk(833, 0, 1_000)},
        {f"{ASSET}/risk": _risk(0, 833, 1_000)},
        {f"{ASSET}/announced": None},
        {f"{ASSET}/announced/effective_at": "51"},
        {f"{ASSET}/announced/effective_at": str(LATEST)},
        {f"{OTHER}/announced": _announced(1, 2, 3, 51)},
        {f"{OTHER}/risk": _risk(1, 2, 3)},
        # The band of 13 is 8100: no more than 700 * 12, and twice it no more than 700 * 25.
        CLOSABLE | {f"{ASSET}/risk": _risk(0, 1, 1), f"{OTHER}/risk": _risk(0, 13, 12)},
    )
)
"""Changes after which the dump is valid still, each at the end of a range."""

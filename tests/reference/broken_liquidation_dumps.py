"""Dumps of no venue with rewards in escrow: a valid one with one condition of STA-026 broken."""

from collections.abc import Mapping
from typing import Any

from tallystick.reference.types.choices import Profile
from tests.reference.broken_dumps import ABSENT, Broken

LIMITS = "/parameters/liquidation"
ONE = "/escrows/0"
SUPPLY, CASH = "/assets/0/supply_atoms", "/accounts/0/balances/0/atoms"
"""Supply is 3,000: 13 of it are in escrow 1, of account 3 for account 1, which has 384."""
DUE = 50 + 3_600_000


def _escrow(number: int, atoms: int = 13, account: int = 3) -> dict[str, str]:
    return {
        "escrow": str(number),
        "account": str(account),
        "target": "1",
        "atoms": str(atoms),
        "due": str(DUE),
    }


def _broken(name: str, changes: Mapping[str, Any], path: str) -> Broken:
    return Broken(name, Profile.WORLD_1, changes, path)


def _elsewhere(profile: Profile, name: str, content: object) -> Broken:
    return Broken(f"{name} in {profile}", profile, {f"/{name}": content}, f"/{name}")


BROKEN_ESCROWS = (
    _broken("no parameters of liquidation", {LIMITS: ABSENT}, "/parameters"),
    _broken("a parameter of liquidation", {f"{LIMITS}/reward_permille": 1_001}, "/parameters"),
    _broken("too small a haircut", {"/parameters/margin/lent_haircut_permille": 0}, "/parameters"),
    _elsewhere(Profile.MARGIN_1, "last_escrow", "0"),
    _elsewhere(Profile.SPOT_1, "escrows", []),
    _broken("no last escrow", {"/last_escrow": ABSENT}, "/last_escrow"),
    _broken("no list of escrows", {"/escrows": ABSENT, SUPPLY: "2987"}, "/escrows"),
    _broken("last escrow below 0", {"/last_escrow": "-1"}, "/last_escrow"),
    _broken("last escrow too high", {"/last_escrow": str(2**61)}, "/last_escrow"),
    _broken(
        "too many escrows",
        {
            "/escrows": [_escrow(1), _escrow(2), _escrow(3)],
            "/last_escrow": "3",
            SUPPLY: str(3_000 + 26),
        },
        "/escrows",
    ),
    _broken(
        "escrows that do not ascend",
        {"/escrows": [_escrow(2), _escrow(2)], "/last_escrow": "2", SUPPLY: str(3_000 + 13)},
        "/escrows/1/escrow",
    ),
    _broken("escrow of number 0", {f"{ONE}/escrow": "0"}, f"{ONE}/escrow"),
    _broken("escrow beyond the last", {f"{ONE}/escrow": "2"}, f"{ONE}/escrow"),
    _broken("escrow of no account", {f"{ONE}/account": "4"}, f"{ONE}/account"),
    _broken("escrow of no target", {f"{ONE}/target": "0"}, f"{ONE}/target"),
    _broken("escrow of its target", {f"{ONE}/account": "1"}, f"{ONE}/target"),
    _broken("empty escrow", {f"{ONE}/atoms": "0", SUPPLY: "2987"}, f"{ONE}/atoms"),
    _broken("escrow due too late", {f"{ONE}/due": str(DUE + 1)}, f"{ONE}/due"),
    _broken("escrow due before all time", {f"{ONE}/due": "-1"}, f"{ONE}/due"),
    _broken("escrow not in the supply", {SUPPLY: "2987"}, SUPPLY),
    _broken("escrow twice in the supply", {CASH: "397"}, SUPPLY),
)

ESCROWS_AT_LIMIT: tuple[tuple[Profile, Mapping[str, Any]], ...] = tuple(
    (Profile.WORLD_1, changes)
    for changes in (
        {"/escrows": [], SUPPLY: "2987"},
        {"/escrows": [], "/last_escrow": "0", SUPPLY: "2987"},
        {"/last_escrow": str(2**61 - 1)},
        {"/last_escrow": str(2**61 - 1), f"{ONE}/escrow": str(2**61 - 1)},
        {f"{ONE}/due": "0"},
        {f"{ONE}/atoms": "1", SUPPLY: "2988"},
        {
            "/escrows": [_escrow(1), _escrow(2, 1, 2)],
            "/last_escrow": "2",
            SUPPLY: str(3_000 + 1),
        },
    )
)
"""Changes after which the dump is valid still, each at the end of a range."""

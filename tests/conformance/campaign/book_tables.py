"""Tables and random numbers of spec chapters 11 and 12, and commands as plain objects."""

import json
from typing import Any

NOBODY = 2**31 - 1
MASK = 2**64 - 1
PRESETS: dict[str, dict[str, Any]] = {
    "minimal": {
        "assets": ((10, 5), (2**40 - 1, 2**56)),
        "deposits": ((60000, 100, 2**53), (60000, 100, 2**53), (60000, 50, 2**53)),
        "portions": {1: 300, 2: 1, 3: 2**44},
        "giant": 2**32,
        "full": (3, 7),
        "full_loans": (3, 5),
        "more_deposits": (),
        "highest": 2**52 // 10000,
        "longest": 10000,
        "published": 3,
    },
    "world": {
        "assets": ((1000003, 2000000), (2**40 - 1, 2**56)),
        "deposits": (
            (2**54, 3000000000, 2**54),
            (2**54, 3000000000, 2**54),
            (200000000000, 3000000000, 2**54),
        ),
        "portions": {1: 2500000000, 2: 25000000, 3: 2**47},
        "giant": 2**5,
        "full": (8, 24),
        "full_loans": (8, 12),
        "more_deposits": ((2**53, 10**9, 2**53), (10**9, 10**9, 2**53)),
        "highest": 2**32,
        "longest": 2**20,
        "published": 2,
    },
}
MARKETS = {
    ("match/1", "minimal"): (
        (2, "spot", 250, 3, 3), (2, "perp", 7, 3, 5), (1, "lend", 25, 2, 5)
    ),
    ("match/1", "world"): (
        (2, "spot", 999983, 300, 750), (2, "perp", 7919, 25, 5), (1, "lend", 25, 2, 5)
    ),
    ("spot/1", "minimal"): ((2, "spot", 250, 3, 3), (3, "spot", 2, 100, 1500)),
    ("spot/1", "world"): ((2, "spot", 999983, 300, 750), (3, "spot", 2**35 - 49, 50, 20000)),
    ("lend/1", "minimal"): (
        (2, "spot", 250, 3, 3), (1, "lend", 25, 100, 5), (3, "lend", 31, 64, 6)
    ),
    ("lend/1", "world"): (
        (2, "spot", 999983, 300, 750), (1, "lend", 25, 10, 500), (3, "lend", 200, 64, 20)
    ),
    ("perp/1", "minimal"): (
        (2, "spot", 250, 3, 3), (2, "perp", 1999, 2, 8), (3, "perp", 3, 100, 8)
    ),
    ("perp/1", "world"): (
        (2, "spot", 999983, 300, 750), (2, "perp", 7919, 32, 3000),
        (3, "perp", 159072862, 1024, 128),
    ),
    ("margin/1", "minimal"): (
        (2, "spot", 25, 3, 3), (1, "lend", 25, 100, 32), (2, "perp", 25, 2, 24)
    ),
    ("margin/1", "world"): (
        (2, "spot", 99991, 300, 1500), (1, "lend", 25, 100, 200), (2, "perp", 99991, 32, 300),
        (2, "lend", 25, 10, 50), (3, "spot", 1000003, 5, 60), (3, "perp", 1000003, 16, 64),
        (3, "lend", 200, 8, 6),
    ),
}  # fmt: skip
MARKETS["margin/1", "hardened"] = MARKETS["margin/1", "world"]
for _preset in ("minimal", "world", "hardened"):
    MARKETS["world/1", _preset] = MARKETS["margin/1", _preset]
COLUMNS = {"match/1": 1, "spot/1": 2, "lend/1": 3, "perp/1": 4, "margin/1": 5, "world/1": 6}
WEIGHTS: tuple[tuple[Any, ...], ...] = (
    ("place_order", 110, 96, 84, 92, 84, 66), ("amend_order", 24, 18, 12, 12, 12, 16),
    ("cancel_order", 16, 14, 8, 8, 8, 8), ("replace_order", 16, 12, 8, 8, 8, 8),
    ("cancel_all", 10, 10, 6, 6, 6, 6), ("batch", 20, 14, 16, 16, 14, 14),
    ("sweep", 10, 16, 6, 16, 18, 18), ("advance_time", 14, 12, 30, 30, 24, 24),
    ("set_halted", 2, 2, 2, 2, 2, 2), ("open_account", 1, 1, 1, 1, 1, 1),
    ("list_asset", 1, 1, 1, 1, 1, 1), ("list_market", 4, 1, 2, 2, 2, 2),
    ("deposit", 1, 8, 6, 10, 10, 10), ("withdraw", 0, 10, 10, 6, 10, 10),
    ("transfer", 0, 5, 3, 6, 6, 6), ("withdraw_treasury", 0, 5, 3, 3, 2, 2),
    ("set_mark", 0, 3, 1, 16, 20, 20), ("set_fee_exempt", 0, 4, 3, 3, 2, 2),
    ("add_delegate", 0, 4, 2, 2, 2, 2), ("remove_delegate", 0, 4, 2, 2, 2, 2),
    ("lending", 0, 0, 40, 0, 24, 28), ("pay_interest", 0, 0, 18, 0, 10, 10),
    ("pay_claims", 0, 0, 5, 0, 4, 6), ("set_loan_terms", 0, 0, 9, 0, 8, 14),
    ("swap_loan", 0, 0, 12, 0, 10, 12), ("renew_loan", 0, 0, 9, 0, 10, 18),
    ("roll_loan", 0, 0, 8, 0, 8, 14), ("facing", 0, 0, 0, 34, 16, 18),
    ("relief", 0, 0, 0, 10, 3, 3), ("true_up", 0, 0, 0, 20, 16, 16),
    ("repay_debts", 0, 0, 0, 3, 2, 2), ("collect_debt", 0, 0, 0, 4, 5, 7),
    ("set_funding_rate", 0, 0, 0, 6, 4, 7), ("set_risk", 0, 0, 0, 0, 7, 7),
    ("basis", 0, 0, 0, 0, 10, 10), ("ladder", 0, 0, 0, 0, 8, 8), ("shock", 0, 0, 0, 0, 14, 14),
    ("array", 0, 0, 0, 0, 5, 5), ("liquidate", 0, 0, 0, 0, 0, 8),
    ("claim_reward", 0, 0, 0, 0, 0, 3), ("reverse_reward", 0, 0, 0, 0, 0, 2),
    ("swap_for_target", 0, 0, 0, 0, 0, 4), ("declare_bankruptcy", 0, 0, 0, 0, 0, 4),
    ("ruin", 0, 0, 0, 0, 0, 5),
)  # fmt: skip
INNER = (
    (32, "place_order"), (8, "amend_order"), (12, "cancel_order"), (6, "replace_order"),
    (2, "cancel_all"),
)  # fmt: skip
INNER_OF_LENDING = (
    (20, "place_order"), (5, "amend_order"), (8, "cancel_order"), (4, "replace_order"),
    (2, "cancel_all"), (8, "pay_interest"), (3, "pay_claims"), (6, "swap_loan"),
)  # fmt: skip
INNER_OF_PERPETUALS = (
    (24, "place_order"), (5, "amend_order"), (8, "cancel_order"), (4, "replace_order"),
    (2, "cancel_all"), (10, "true_up"),
)  # fmt: skip
INNER_OF_MARGIN = (
    (24, "place_order"), (5, "amend_order"), (8, "cancel_order"), (4, "replace_order"),
    (2, "cancel_all"), (4, "pay_interest"), (2, "pay_claims"), (4, "swap_loan"), (6, "true_up"),
)  # fmt: skip
Json = dict[str, Any]
OF_MARGIN: dict[str, Json] = {
    "minimal": {
        "deposits": ((90000, 120, 2**47), (120000, 100, 2**47), (70000, 150, 2**46)),
        "portions": {1: 300, 2: 1, 3: 2**41},
        "published": 3,
        "first": {2: 5000, 3: 60},
        "edge": 18,
        "valid": 36000000,
        "notice": 3600000,
        "base_lot": 7,
    },
    "world": {
        "deposits": (
            (10**11, 3 * 10**9, 2**48), (2 * 10**11, 3 * 10**9, 2**49),
            (5 * 10**10, 6 * 10**9, 2**48),
        ),
        "more_deposits": ((2 * 10**10, 10**9, 2**47), (10**11, 10**8, 2**48)),
        "portions": {1: 10**9, 2: 25000000, 3: 2**42},
        "published": 6,
        "first": {2: 19998200, 3: 200000600},
        "edge": 38,
        "valid": 60000,
        "notice": 86400000,
        "base_lot": 1000000,
    },
}  # fmt: skip
OF_MARGIN["hardened"] = OF_MARGIN["world"]
PRESETS["hardened"] = PRESETS["world"]
OF_LIQUIDATION: dict[str, Json] = {
    "minimal": {"coin": 3, "purse": 64, "touches": 3, "escrow": 3600000},
    "world": {
        "coin": 4,
        "purse": 512,
        "touches": 100,
        "escrow": 86400000,
        "assets": (*PRESETS["world"]["assets"], (10**6, 10**6)),
        "deposits": tuple((*row, 10**9) for row in OF_MARGIN["world"]["deposits"]),
        "more_deposits": tuple((*row, 10**9) for row in OF_MARGIN["world"]["more_deposits"]),
        "first": {**OF_MARGIN["world"]["first"], 4: 20000000},
    },
}
OF_LIQUIDATION["hardened"] = OF_LIQUIDATION["world"]


class Numbers:
    """Random numbers (CNF-020, CNF-021)."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def word(self) -> int:
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def draw(self, n: int) -> int:
        return ((self.word() >> 32) * n) >> 32

    def pick(self, *entries: tuple[int, Any]) -> Any:
        drawn = self.draw(sum(weight for weight, _ in entries))
        for weight, entry in entries:
            if drawn < weight:
                return entry() if callable(entry) else entry
            drawn -= weight
        raise AssertionError


def owner(account: int) -> int:
    """Who signs for an account as a rule."""
    return 12 if account == 2 else 11


def of(account: int, kind: str, **fields: Any) -> Json:
    """A command of the account's owner."""
    return {"type": kind, "signer": owner(account), "account": account, **fields}


def list_market(signer: int, asset: int, kind: str, tick: int, minimum: int) -> Json:
    """A command that lists a market."""
    return {
        "type": "list_market", "signer": signer, "asset": asset, "kind": kind, "tick": tick,
        "minimum_lots": minimum,
    }  # fmt: skip


def encode(command: Json) -> bytes:
    """The canonical encoding: numbers of commands are strings, but permille and work (STA-023)."""

    def wire(part: Any) -> Any:
        if isinstance(part, dict):
            plain = ("_permille", "work")
            kept = {key: member for key, member in part.items() if key.endswith(plain)}
            return {key: wire(member) for key, member in part.items()} | kept
        if isinstance(part, list):
            return [wire(member) for member in part]
        return str(part) if type(part) is int else part

    return json.dumps(wire(command), sort_keys=True, separators=(",", ":")).encode()

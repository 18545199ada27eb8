"""Step 2 of spec/tutorial.md: every command is read and rejected."""

import json
import re
import sys
from typing import Any

Fields = dict[str, Any]  # A JSON object. Once it is read, its strings of digits are ints.

# Keys of the frames of the runner beside `frame` (CNF-110).
FRAMES = {"hello": "number protocol spec limits", "open": "number profile parameters"}
FRAMES |= {"apply": "number commands", "bye": "number"}

# Keys of the commands beside `type`. Those with "?" may be left out; they then mean the default.
COMMANDS = {
    "open_account": "signer",
    "list_asset": "signer lot_atoms fee_cap_atoms",
    "list_market": "signer asset kind tick minimum_lots",
    "set_halted": "signer market halted",
    "advance_time": "signer now",
    "batch": "signer account commands",
}
INNER_COMMANDS = {
    "place_order": "signer account order",
    "amend_order": "signer account order_id price open_lots",
    "cancel_order": "signer account order_id",
    "replace_order": "signer account order_id order",
    "cancel_all": "signer account market?",
    "pay_interest": "signer account loan reduce_lots extend",
    "pay_claims": "signer account loan atoms",
    "swap_loan": "signer account loan own_loan?",
}
# Those that the profile does not have are read like the others, and then rejected (CMD-007).
COMMANDS |= dict.fromkeys(("add_delegate", "remove_delegate"), "signer account delegate")
COMMANDS |= dict.fromkeys(("deposit", "withdraw"), "signer account asset atoms")
COMMANDS |= {"transfer": "signer account to_account asset atoms", "set_mark": "signer asset mark"}
COMMANDS |= {"set_fee_exempt": "signer account exempt", "withdraw_treasury": "signer asset atoms"}
COMMANDS |= {"set_loan_terms": "signer account loan returnable? extensible? auto_renew?"}
COMMANDS |= {"renew_loan": "signer account loan", "roll_loan": "signer loan"}
COMMANDS |= INNER_COMMANDS
NEW_ORDER = "order_id market side price lots order_type? self_trade? expires_at? reduce_only?"
DEFAULTS: Fields = {"order_type": "limit", "self_trade": None, "expires_at": None}
DEFAULTS |= {"reduce_only": False, "market": None, "own_loan": None}
NEW_ORDER += " returnable? extensible?"
DEFAULTS |= dict.fromkeys(("returnable", "extensible", "auto_renew"))
FLAGS = ("halted", "exempt", "reduce_only", "extend", "returnable", "extensible", "auto_renew")
CHOICES = {
    "kind": ("spot", "perp", "lend"),
    "side": ("buy", "sell"),
    "order_type": ("limit", "ioc", "fok", "post_only"),
    "self_trade": ("reject", "cancel_maker", "cancel_taker", "decrement"),
}
# Lowest and highest number of every other field of a command (NUM-010).
RANGES = dict.fromkeys(("delegate", "account", "to_account", "asset", "market"), (1, 2**31 - 1))
RANGES |= dict.fromkeys(("price", "tick", "mark", "lot_atoms"), (1, 2**40))
RANGES |= dict.fromkeys(("lots", "open_lots", "minimum_lots"), (1, 2**40))
RANGES |= {"signer": (0, 2**31 - 1), "atoms": (1, 2**56), "fee_cap_atoms": (0, 2**56)}
RANGES |= {"now": (0, 2**53 - 1), "expires_at": (0, 2**53 - 1), "order_id": (1, 2**62 - 1)}
RANGES |= {"loan": (1, 2**61 - 1), "own_loan": (1, 2**61 - 1), "reduce_lots": (0, 2**40)}
NEW_ORDER_RANGES = RANGES | {"order_id": (1, 2**61 - 1)}
# Lowest and highest value of every parameter (STA-001).
PARAMETERS = {"base_lot_atoms": (1, 2**40), "base_fee_cap_atoms": (0, 2**56)}
PARAMETERS |= {"reservation_multiple_tenths": (10, 40)}
PARAMETERS |= dict.fromkeys(("spot_maker_fee_rate", "spot_taker_fee_rate"), (0, 50_000))
PARAMETERS |= dict.fromkeys(("max_touches", "max_accounts", "max_orders"), (1, 2**20))
PARAMETERS |= {"max_orders_per_account": (1, 2**20), "max_delegates_per_account": (1, 2**10)}
PARAMETERS |= dict.fromkeys(("max_batch_commands", "max_assets", "max_markets"), (1, 2**10))
# Written as JSON integers; every other number is a string of its digits (STA-023).
JSON_INTEGER = re.compile("max_.*|.*_(tenths|rate|credit|orders)|index|number|level|frames|bytes")


def expect(condition: object, expectation: str) -> None:
    """Unless the condition holds, the frame is invalid, which ends the program (CNF-101)."""
    if not condition:
        print(f"invalid frame: expected {expectation}", file=sys.stderr)
        sys.exit(2)


def read_frame(line: bytes) -> Fields:
    """A frame of the runner. Plain `json.loads` is not strict enough (CNF-100, CNF-101)."""
    expect(line.endswith(b"\n") and b"\r" not in line, "a line feed, and no carriage return")
    try:
        plain = json.loads(str(line, "utf-8"), object_pairs_hook=read_pairs, parse_int=read_digits)
        json.dumps(plain, ensure_ascii=False).encode("utf-8")  # fails for half a surrogate pair
    except (ValueError, RecursionError):
        plain = None
    return read_kind(plain, "frame", FRAMES)


def read_pairs(pairs: list[tuple[str, Any]]) -> Fields:
    """An object, if no key is given twice."""
    expect(len(dict(pairs)) == len(pairs), "every key once")
    return dict(pairs)


def read_digits(text: str) -> int:
    """A number; it may yet be out of range (CNF-102)."""
    expect(re.fullmatch("0|-?[1-9][0-9]{0,38}", text), "a number of at most 39 digits")
    return int(text)


def read_kind(plain: Any, key: str, kinds: dict[str, str]) -> Fields:
    """An object that says under `key` of which kind it is, and has the keys of its kind."""
    kind = plain.get(key) if isinstance(plain, dict) else None
    expect(isinstance(kind, str) and kind in kinds, f"an object whose {key} is one of {[*kinds]}")
    return read_fields(plain, f"{key} {kinds[str(kind)]}", str(kind))


def read_fields(plain: Any, names: str, what: str) -> Fields:
    """An object with exactly these keys, each in the form that belongs to its name (STA-023)."""
    keys = sorted(names.replace("?", "").split())
    absent = {name: DEFAULTS[name] for name in keys if f"{name}?" in names.split()}
    given = absent | plain if isinstance(plain, dict) else {}
    expect(sorted(given) == keys, f"{what} with the keys {keys}")
    return {
        name: None if part is None and absent.get(name, 0) is None else read_field(name, part, what)
        for name, part in given.items()
    }


def read_field(name: str, plain: Any, what: str) -> Any:
    """One field of a frame, a command, an order or a parameter set."""
    nested = {"order": NEW_ORDER, "parameters": " ".join(PARAMETERS), "limits": "frames bytes"}
    if name in nested:
        return read_fields(plain, nested[name], name)
    if name == "commands":
        expect(isinstance(plain, list), "a list of commands")
        kinds = INNER_COMMANDS if what == "batch" else COMMANDS
        return [read_kind(command, "type", kinds) for command in plain]
    if name in FLAGS:
        expect(isinstance(plain, bool), f"true or false as {name}")
    elif name in CHOICES:
        expect(plain in CHOICES[name], f"one of {CHOICES[name]} as {name}")
    elif JSON_INTEGER.fullmatch(name):
        expect(type(plain) is int, f"an integer as {name}")
    else:
        expect(isinstance(plain, str), f"a string as {name}")
        return read_digits(plain) if name in RANGES or name in PARAMETERS else plain
    return plain


def wire_form(plain: Any, name: str = "") -> Any:
    """The same, with the digits of those numbers that are written as strings (STA-023)."""
    if isinstance(plain, dict):
        return {key: wire_form(part, key) for key, part in plain.items()}
    if isinstance(plain, list):
        return [wire_form(part) for part in plain]
    return str(plain) if type(plain) is int and not JSON_INTEGER.fullmatch(name) else plain


def canonical(plain: Fields) -> bytes:
    """JSON in ASCII without white space, keys ascending (STA-023)."""
    return json.dumps(wire_form(plain), sort_keys=True, separators=(",", ":")).encode("ascii")


class RejectedError(Exception):
    """The command breaks a rule. Its argument is the reason."""


def require(condition: object, reason: str) -> None:
    """Reject the command unless the condition holds. First called, first returned (CMD-005)."""
    if not condition:
        raise RejectedError(reason)


def is_in_range(fields: Fields, ranges: dict[str, tuple[int, int]]) -> bool:
    """Whether every number lies in the range of its field; what is absent has none (NUM-010)."""
    numbers = [(name, number) for name, number in fields.items() if type(number) is int]
    return all(ranges[name][0] <= number <= ranges[name][1] for name, number in numbers)


def is_affordable(parameters: Fields) -> bool:
    """Whether what accounts have one of each of is bounded, too (STA-013)."""
    most = max(parameters["max_assets"], parameters["max_delegates_per_account"])
    return bool(parameters["max_accounts"] * most <= 2**22)


class Venue:
    """The state and what commands do to it."""

    def __init__(self, parameters: Fields) -> None:
        self.parameters = parameters

    def apply(self, command: Fields) -> Fields:  # CMD-003
        try:
            self.execute(command)
        except RejectedError as rejected:
            return {"type": "rejected", "reason": rejected.args[0], "index": 0}
        return {"type": "accepted", "events": [], "touched_orders": 0}

    def execute(self, command: Fields) -> None:
        """Judge what all commands have in common, in the order of reasons.toml; then execute."""
        order = command.get("order", {})
        in_range = is_in_range(command, RANGES) and is_in_range(order, NEW_ORDER_RANGES)
        require(in_range, "out_of_range")
        require(hasattr(self, command["type"]), "not_in_profile")  # CMD-007
        require(not order.get("reduce_only"), "not_in_profile")  # CMD-008
        flags = [order.pop(name, None) for name in ("returnable", "extensible")]  # LND-003
        require(flags == [None, None], "not_in_profile")


def answer(frame: Fields, venue: Venue | None) -> Fields:
    """What a frame is answered with (CNF-110). The venue is the one that is open."""
    kind = frame["frame"]
    if kind == "hello":
        about = {"engine": "tutorial", "version": "1.0", "profiles": ["match/1"], "level": 0}
        return {"frame": "ready", "protocol": "tallystick/1", "limits": frame["limits"], **about}
    if kind == "bye":
        return {"frame": "bye"}
    if venue is None:
        return {"frame": "unsupported", "reason": "this engine has profile match/1"}
    if kind == "open":
        return {"frame": "opened"}
    return {"frame": "outcomes", "outcomes": [*map(venue.apply, frame["commands"])]}


def main() -> None:
    """The steps of section 4 of the protocol."""
    venue, number, kind = None, 0, ""
    while kind != "bye" and (line := sys.stdin.buffer.readline()):
        frame, number = read_frame(line), number + 1
        kind = frame["frame"]
        expect(frame["number"] == number, f"number {number}")
        expect((kind == "hello") == (number == 1), "hello first, and only then")
        expect(venue or kind in ("hello", "open", "bye"), f"open before {kind}")
        expect(frame.get("commands") != [], "1 or more commands")
        expect(is_in_range(frame.get("parameters", {}), PARAMETERS), "parameters in range")
        if kind == "open":  # CNF-113
            expect(is_affordable(frame["parameters"]), "parameters in range")
            venue = Venue(frame["parameters"]) if frame["profile"] == "match/1" else None
        reply = answer(frame, venue) | {"number": number}
        sys.stdout.buffer.write(canonical(reply) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

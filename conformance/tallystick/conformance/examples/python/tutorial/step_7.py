"""Step 7 of spec/tutorial.md: self-trade and expiry."""

import hashlib
import json
import re
import sys
from typing import Any

Fields = dict[str, Any]  # A JSON object. Once it is read, its strings of digits are ints.

# Keys of the frames of the runner beside `frame` (CNF-110).
FRAMES = {"hello": "number protocol spec limits", "open": "number profile parameters"}
FRAMES |= {"apply": "number commands", "root": "number", "dump": "number", "bye": "number"}

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


def require_price(market: Fields, price: int) -> None:  # MAT-002
    require(price % market["tick"] == 0, "price_not_on_tick")
    require(market["kind"] != "lend" or price <= 9_999, "rate_too_high")


def require_lots(market: Fields, lots: int) -> None:  # MAT-008
    is_spot, minimum = market["kind"] == "spot", market["minimum_lots"]
    require(not is_spot or lots >= minimum, "below_minimum")
    require(is_spot or lots % minimum == 0, "not_multiple_of_minimum")


def pick(fields: Fields, names: str) -> Fields:
    return {name: fields[name] for name in names.split()}


class Venue:
    """The state and what commands do to it. Rows of its lists look as in the dump (STA-020).

    Sides and orders are replaced, never changed in place: so copies of the rows of `markets` and
    `accounts` are enough to take a command back. Ids count from 1, lists from 0.
    """

    def __init__(self, parameters: Fields) -> None:
        self.parameters = parameters
        self.now, self.touched = 0, 0
        self.assets: list[Fields] = []
        self.markets: list[Fields] = []
        self.accounts: list[Fields] = []
        self.events: list[Fields] = []
        base = {name: parameters[f"base_{name}"] for name in ("lot_atoms", "fee_cap_atoms")}
        self.list_asset(base)  # STA-003; its event is forgotten

    def apply(self, command: Fields) -> Fields:  # CMD-003
        before = [[dict(row) for row in rows] for rows in (self.markets, self.accounts)]
        self.events, self.touched = [], 0
        try:
            self.execute(command)
        except RejectedError as rejected:
            self.markets, self.accounts = before  # CMD-004
            return {"type": "rejected", "reason": rejected.args[0], "index": 0}
        return {"type": "accepted", "events": self.events, "touched_orders": self.touched}

    def execute(self, command: Fields) -> None:
        """Judge what all commands have in common, in the order of reasons.toml; then execute."""
        order = command.get("order", {})
        in_range = is_in_range(command, RANGES) and is_in_range(order, NEW_ORDER_RANGES)
        require(in_range, "out_of_range")
        require(hasattr(self, command["type"]), "not_in_profile")  # CMD-007
        require(not order.get("reduce_only"), "not_in_profile")  # CMD-008
        flags = [order.pop(name, None) for name in ("returnable", "extensible")]  # LND-003
        require(flags == [None, None], "not_in_profile")
        lists = {"account": self.accounts, "asset": self.assets, "market": self.markets}
        for name, rows in lists.items():  # CMD-012; the market of cancel_all may be None
            require(((command | order).get(name) or 0) <= len(rows), f"unknown_{name}")
        getattr(self, command["type"])(command)

    def event(self, kind: str, fields: Fields) -> None:  # CMD-050
        self.events.append(fields | {"type": kind})

    def open_account(self, command: Fields) -> None:  # CMD-020
        require(len(self.accounts) < self.parameters["max_accounts"], "too_many_accounts")
        account = {"account": len(self.accounts) + 1, "owner": command["signer"]}
        self.event("account_opened", account)
        empty = {"delegates": [], "fee_exempt": False, "last_order_id": 0, "balances": []}
        self.accounts.append(account | empty)

    def list_asset(self, command: Fields) -> None:  # CMD-026
        require(len(self.assets) < self.parameters["max_assets"], "too_many_assets")
        asset = {"asset": len(self.assets) + 1} | pick(command, "lot_atoms fee_cap_atoms")
        self.event("asset_listed", asset)
        empty = {"mark": None, "mark_time": None, "supply_atoms": 0, "treasury_atoms": 0}
        self.assets.append(asset | empty)

    def list_market(self, command: Fields) -> None:  # CMD-027
        terms = pick(command, "asset kind tick minimum_lots")
        taken = [(market["asset"], market["kind"]) for market in self.markets]
        require(terms["asset"] != 1 or terms["kind"] == "lend", "base_asset")
        require((terms["asset"], terms["kind"]) not in taken, "market_kind_taken")
        require(len(self.markets) < self.parameters["max_markets"], "too_many_markets")
        market = {"market": len(self.markets) + 1} | terms
        self.event("market_listed", market)
        self.markets.append(market | {"halted": False, "buy": [], "sell": []})

    def set_halted(self, command: Fields) -> None:  # CMD-029
        market = self.markets[command["market"] - 1]
        if market["halted"] != command["halted"]:
            market["halted"] = command["halted"]
            self.event("halted_set", pick(command, "market halted"))

    def advance_time(self, command: Fields) -> None:  # CMD-032
        require(command["now"] >= self.now, "time_reversed")
        if command["now"] > self.now:
            self.now = command["now"]
            self.event("time_advanced", pick(command, "now"))

    # Orders. A resting one also knows its market and its side.
    def place_order(self, command: Fields) -> None:  # CMD-040, MAT-016
        order, account = dict(command["order"]), self.accounts[command["account"] - 1]
        market = self.markets[order["market"] - 1]
        require(not market["halted"], "market_halted")  # MAT-007
        require(order["order_id"] > account["last_order_id"], "order_id_not_increasing")  # MAT-004
        require_price(market, order["price"])
        require_lots(market, order["lots"])
        require(not self.is_expired(order), "already_expired")  # MAT-005
        if order["order_type"] in ("limit", "post_only"):  # MAT-015
            most = self.parameters["max_orders_per_account"]
            require(len(self.orders_of(command)) < most, "too_many_orders_of_account")
            count = sum(len(row["buy"]) + len(row["sell"]) for row in self.markets)
            require(count < self.parameters["max_orders"], "too_many_orders")
        account["last_order_id"] = order["order_id"]
        default = "cancel_maker" if market["kind"] == "lend" else "reject"
        order["self_trade"] = order["self_trade"] or default  # MAT-009
        order |= {"account": command["account"], "fee_cap_atoms": 0}
        order |= {"maker_fee_rate": 0, "taker_fee_rate": 0}
        self.event("order_accepted", order)
        open_lots = order.pop("lots")
        self.walk(order | {"open_lots": open_lots, "fee_paid_atoms": 0, "fee_credit": 0})

    def cancel_order(self, command: Fields) -> None:  # CMD-042
        self.remove(self.resting_order(command), "cancelled")

    def cancel_all(self, command: Fields) -> None:  # CMD-044
        for order in self.orders_of(command):
            if command["market"] in (None, order["market"]):
                self.remove(order, "cancelled")

    def orders_of(self, command: Fields) -> list[Fields]:
        """The resting orders of the account, ascending by market, then by order id."""
        orders = [order for row in self.markets for order in (*row["buy"], *row["sell"])]
        own = [order for order in orders if order["account"] == command["account"]]
        return sorted(own, key=lambda order: (order["market"], order["order_id"]))

    def resting_order(self, command: Fields) -> Fields:
        """The order that the command names."""
        orders = {order["order_id"]: order for order in self.orders_of(command)}
        require(command["order_id"] in orders, "unknown_order")
        return orders[int(command["order_id"])]

    def is_expired(self, order: Fields) -> bool:  # MAT-005
        return order["expires_at"] is not None and self.now >= order["expires_at"]

    def put(self, order: Fields, instead: list[Fields]) -> None:
        """Another order or none takes the place of a resting one."""
        market, side = self.markets[order["market"] - 1], order["side"]
        place = market[side].index(order)
        market[side] = [*market[side][:place], *instead, *market[side][place + 1 :]]

    def remove(self, order: Fields, cause: str, rests: bool = True) -> None:
        """The open lots of an order cease; if it rests, it leaves its side."""
        if rests:
            self.put(order, [])
        fields = pick(order, "account order_id")
        self.event("order_removed", fields | {"lots": order["open_lots"], "cause": cause})

    def walk(self, taker: Fields) -> None:
        """Meet the opposite side, best order first (MAT-020), then rest or end."""
        market, side = self.markets[taker["market"] - 1], taker["side"]
        opposite, sign = ("sell", 1) if side == "buy" else ("buy", -1)
        wanted, traded, cause = taker["open_lots"], 0, ""
        while taker["open_lots"] > 0 and market[opposite] and not cause:  # MAT-022
            maker = market[opposite][0]
            if sign * maker["price"] > sign * taker["price"]:  # MAT-012
                break
            policy = taker["self_trade"] if maker["account"] == taker["account"] else ""
            if self.touched == self.parameters["max_touches"]:  # MAT-023, MAT-033
                require(taker["order_type"] != "post_only", "work_limit")
                cause = "work_limit"
            elif self.is_expired(maker):  # MAT-024
                self.remove(maker, "expired")
            elif taker["order_type"] == "post_only":  # MAT-025
                raise RejectedError("post_only_crosses")
            elif policy == "cancel_taker":  # MAT-026
                cause = "self_trade"
            elif policy == "cancel_maker":
                self.remove(maker, "self_trade")
            else:
                require(policy != "reject", "self_trade")
                lots = min(taker["open_lots"], maker["open_lots"])
                self.meet(maker, taker, lots)
                taker = taker | {"open_lots": taker["open_lots"] - lots}
                traded += 0 if policy else lots
            self.touched += 0 if cause else 1  # MAT-021
        require(taker["order_type"] != "fok" or traded == wanted, "fok_not_filled")  # MAT-032
        if taker["open_lots"] > 0 and (cause or taker["order_type"] in ("ioc", "fok")):
            self.remove(taker, cause or "unfilled", rests=False)  # MAT-031
        elif taker["open_lots"] > 0:  # MAT-030, MAT-010: sorting keeps equals as they stand
            market[side] = sorted([*market[side], taker], key=lambda order: -sign * order["price"])
            self.event("order_rested", pick(taker, "account order_id open_lots"))

    def meet(self, maker: Fields, taker: Fields, lots: int) -> None:
        """The maker loses lots by a trade (MAT-029) or, if it is the taker's own, a decrement."""
        ids = {"maker_order_id": maker["order_id"], "taker_order_id": taker["order_id"]}
        if maker["account"] == taker["account"]:
            self.event("orders_decremented", ids | pick(taker, "account") | {"lots": lots})
        else:
            ids |= {"maker_account": maker["account"], "taker_account": taker["account"]}
            terms = pick(maker, "market price") | {"taker_side": taker["side"], "lots": lots}
            self.event("traded", ids | terms)
        left = maker["open_lots"] - lots
        self.put(maker, [maker | {"open_lots": left}] if left else [])  # MAT-011

    def dump(self) -> Fields:  # STA-020, STA-021
        markets = [dict(row) for row in self.markets]
        for row in markets:
            for side, name in (("buy", "bids"), ("sell", "asks")):
                row[name] = [dict(order) for order in row.pop(side)]
                for order in row[name]:
                    del order["market"], order["side"]
        about = {"profile": "match/1", "parameters": self.parameters, "now": self.now}
        return about | {"assets": self.assets, "markets": markets, "accounts": self.accounts}


def answer(frame: Fields, venue: Venue | None) -> Fields:
    """What a frame is answered with (CNF-110). The venue is the one that is open."""
    kind = frame["frame"]
    if kind == "hello":
        about = {"engine": "tutorial", "version": "1.0", "profiles": ["match/1"], "level": 2}
        return {"frame": "ready", "protocol": "tallystick/1", "limits": frame["limits"], **about}
    if kind == "bye":
        return {"frame": "bye"}
    if venue is None:
        return {"frame": "unsupported", "reason": "this engine has profile match/1"}
    if kind == "open":
        return {"frame": "opened"}
    if kind == "apply":
        return {"frame": "outcomes", "outcomes": [*map(venue.apply, frame["commands"])]}
    if kind == "root":  # STA-024
        return {"frame": "root", "root": hashlib.sha256(canonical(venue.dump())).hexdigest()}
    return {"frame": "dump", "dump": venue.dump()}


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

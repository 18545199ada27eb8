"""A second generator, written from spec chapters 11 and 12 alone: no type of the project.

It shows what a generator in another language looks like, and that the chapter says enough.
"""

from collections.abc import Callable, Iterator
from typing import Any

from tests.conformance.campaign.book_tables import (
    COLUMNS,
    INNER,
    MARKETS,
    NOBODY,
    PRESETS,
    WEIGHTS,
    Json,
    Numbers,
    list_market,
    of,
    owner,
)


class Book(Numbers):
    """One sequence."""

    inner: tuple[tuple[int, str], ...] = INNER

    def __init__(self, seed: int, profile: str, preset: str) -> None:
        super().__init__(seed)
        self.profile, self.numbers = profile, PRESETS[preset]
        self.markets = MARKETS[profile, preset]
        self.clock, self.halted = 1000, 0
        self.last_ids = {2: 2**53, 3: 2**61 - 2**20}
        self.entries: list[Json] = []
        has_legs = profile in ("perp/1", "margin/1", "world/1")
        more = len(self.numbers["more_deposits"]) if has_legs else 0
        self.count = 3 + more

    def commands(self) -> Iterator[Json]:
        yield from self.set_up()
        self.gap = (0, 2, 4)[self.draw(3)]
        self.focus = 1 + self.draw(len(self.markets))
        self.lean = ("none", "buy", "sell")[self.draw(3)]
        yield from self.story()
        while True:
            yield from self.drawn()

    def story(self) -> Iterator[Json]:
        """What comes first where there are loans."""
        yield from ()

    def drawn(self) -> Iterator[Json]:
        """The next command; where there are loans, it may be two."""
        yield self.command(self.kind())

    def kind(self) -> str:
        """The kind of the next command; an empty one if a market is resumed."""
        if self.halted and self.draw(16) == 0:
            return ""
        column = COLUMNS[self.profile]
        return str(self.pick(*((row[column], row[0]) for row in WEIGHTS)))

    def meet(self, account: int, order: Json, entry: Json, lots: int) -> None:
        """What becomes of lots taken from an entry."""

    def flags(self, _order: Json) -> Json:
        """The flags of an order, where there are loans."""
        return {}

    def set_up(self) -> Iterator[Json]:
        for opener in (11, 12, *[11] * (self.count - 2)):
            yield {"type": "open_account", "signer": opener}
        for lot, cap in self.numbers["assets"]:
            yield {"type": "list_asset", "signer": 0, "lot_atoms": lot, "fee_cap_atoms": cap}
        for number, (asset, kind, tick, minimum, _) in enumerate(self.markets, start=1):
            listing = list_market(0, asset, kind, tick, minimum)
            yield {**listing, **self.source_of(number)}
        yield {"type": "advance_time", "signer": 0, "now": 1000}
        if self.profile == "match/1":
            return
        for account, delegate in ((1, 21), (1, 22), (1, 23), (2, 21), (3, 21)):
            yield of(account, "add_delegate", delegate=delegate)
        deposits = (*self.numbers["deposits"], *self.numbers["more_deposits"])
        for account in range(1, self.count + 1):
            for asset, atoms in enumerate(deposits[account - 1], start=1):
                yield of(account, "deposit", asset=asset, atoms=atoms)

    def source_of(self, _market: int) -> Json:
        """The source of funding with which a market is listed, where there are such."""
        return {}

    def remember(self, account: int, order: Json) -> None:
        if order["order_id"] < 2**61:
            self.last_ids[account] = max(self.last_ids.get(account, 0), order["order_id"])
        left = order["lots"]
        buys = order["side"] == "buy"
        meets = [
            entry
            for entry in self.entries
            if entry["market"] == order["market"]
            and entry["side"] != order["side"]
            and (entry["price"] <= order["price"] if buys else entry["price"] >= order["price"])
        ]
        meets.sort(key=lambda entry: entry["price"] if buys else -entry["price"])
        for entry in meets:
            taken = min(left, entry["lots"])
            self.meet(account, order, entry, taken)
            left -= taken
            entry["lots"] -= taken
        if order["order_type"] in ("limit", "post_only"):
            names = ("order_id", "market", "side", "price")
            self.entries.append({**{n: order[n] for n in names}, "account": account, "lots": left})
        self.tidy()
        del self.entries[: max(0, len(self.entries) - self.numbers["full"][1])]

    def tidy(self) -> None:
        self.entries = [entry for entry in self.entries if entry["lots"] > 0]

    def of_account(self, account: int) -> list[Json]:
        return [entry for entry in self.entries if entry["account"] == account]

    def account(self) -> int:
        accounts = [(60, number) for number in range(1, self.count + 1)]
        return int(self.pick(*accounts, (1, NOBODY), (1, 0)))

    def signer(self, account: int) -> int:
        return int(self.pick((110, owner(account)), (6, 21), (1, 0), (1, 31), (1, 2**31)))

    def operator(self) -> int:
        return int(self.pick((60, 0), (1, 11), (1, 2**31)))

    def market(self) -> int:
        listed = (30, lambda: 1 + self.draw(len(self.markets)))
        return int(self.pick((96, self.focus), listed, (2, NOBODY), (1, 0)))

    def asset(self) -> int:
        return int(self.pick((20, 1), (14, 2), (14, 3), (2, NOBODY), (1, 0)))

    def atoms(self, asset: int) -> int:
        portion = self.numbers["portions"].get(asset, 1)
        usual = (112, lambda: (1 + self.draw(40)) * portion)
        rest = ((5, 2**56), (5, 3 * 2**54), (2, 2**56 + 1), (2, 0), (1, 2**64 + 1))
        return int(self.pick(usual, *rest))

    def side(self, lean: str) -> str:
        weights = {"none": (1, 1), "buy": (3, 1), "sell": (1, 3)}[lean]
        return str(self.pick((weights[0], "buy"), (weights[1], "sell")))

    def rules(self, market: int) -> tuple[int, str, int, int, int]:
        return self.markets[market - 1 if 1 <= market <= len(self.markets) else 0]

    def far_price(self, market: int, side: str) -> int:
        return self.rules(market)[2] * (23 + self.gap if side == "buy" else 18)

    def price(self, market: int, side: str) -> int:
        tick, lowest = self.rules(market)[2], 18 if side == "buy" else 18 + self.gap
        return int(
            self.pick(
                (220, lambda: tick * (lowest + self.draw(6))),
                (30, self.far_price(market, side)),
                (2, tick * 20 + 1),
                (1, tick * 400),
                (1, 2**40 + 1),
                (1, 0),
            )
        )

    def lots(self, market: int) -> int:
        _, kind, _, minimum, span = self.rules(market)
        usual: Callable[[], int] = (
            (lambda: minimum + self.draw(span))
            if kind == "spot"
            else (lambda: minimum * (1 + self.draw(span)))
        )
        rest = ((14, minimum * 24), (2, minimum - 1), (1, 2**40 + 1), (1, 0))
        return int(self.pick((234, usual), *rest))

    def new_order(self, account: int) -> Json:
        last = self.last_ids.get(account, 0)
        order: Json = {}
        order["order_id"] = self.pick(
            (120, lambda: last + 1 + self.draw(3)), (4, last), (1, 0), (1, 2**61)
        )
        order["market"] = self.market()
        order["side"] = self.side(self.lean)
        order["price"] = self.price(order["market"], order["side"])
        order["lots"] = self.lots(order["market"])
        special = self.pick((125, ""), (1, "giant"), (1, "long"), (1, "wrong"))
        _, _, tick, minimum, _ = self.rules(order["market"])
        if special == "giant":
            order["price"], order["lots"] = tick * self.numbers["giant"], 2**40
        if special == "long":
            order["lots"] = 2**40
        if special == "wrong":
            order["price"], order["lots"] = tick * 20 + 1, minimum - 1
        order["order_type"] = self.pick((40, "limit"), (8, "post_only"), (8, "ioc"), (4, "fok"))
        order["self_trade"] = self.pick(
            (8, None), (4, "reject"), (24, "cancel_maker"), (12, "cancel_taker"), (20, "decrement")
        )
        order["expires_at"] = self.pick(
            (88, None), (44, lambda: self.clock + 1 + self.draw(20)), (1, self.clock), (1, 2**53)
        )
        order["reduce_only"] = self.reduces(order["market"])
        order.update(self.flags(order))
        self.remember(account, order)
        return order

    def reduces(self, _market: int) -> bool:
        return self.draw(100) == 0

    def old_order(self, account: int) -> Json:
        def one(entries: list[Json]) -> Any:
            return entries[self.draw(len(entries))] if entries else 1

        own, every = (120, lambda: one(self.of_account(account))), (4, lambda: one(self.entries))
        strange = ((2, 2**62 - 1), (1, 2**62), (1, 0), *self.made_by_engine())
        old = self.pick(own, every, *strange)
        if isinstance(old, dict):
            return old
        _, _, tick, minimum, _ = self.rules(self.focus)
        return {
            "order_id": old, "market": self.focus, "side": "buy", "price": tick * 18,
            "lots": minimum,
        }  # fmt: skip

    def made_by_engine(self) -> tuple[tuple[int, Callable[[], int]], ...]:
        """Ids of orders that an engine made, where there are loans."""
        return ()

    def drop(self, entry: Json) -> None:
        entry["lots"] = 0
        self.tidy()

    def command(self, kind: str) -> Json:
        if not kind:
            market, self.halted = self.halted, 0
            return {"type": "set_halted", "signer": 0, "market": market, "halted": False}
        if kind in {name for _, name in INNER}:
            account = self.account()
            kind = self.sensible(kind, account)
            return self.trading(kind, account, self.signer(account))
        answer: Json = getattr(self, kind)()
        return {"type": kind, **answer} if "type" not in answer else answer

    def sensible(self, kind: str, account: int) -> str:
        of_account, of_venue = self.numbers["full"]
        is_full = len(self.of_account(account)) >= of_account or len(self.entries) >= of_venue
        if kind == "place_order" and is_full:
            return str(self.pick((8, "cancel_order"), (7, "cancel_all"), (1, kind)))
        if kind in ("amend_order", "cancel_order", "replace_order") and not self.of_account(
            account
        ):
            return str(self.pick((15, "place_order"), (1, kind)))
        return kind

    def trading(self, kind: str, account: int, signer: int) -> Json:
        command: Json = {"type": kind, "signer": signer, "account": account}
        if kind == "cancel_all":
            market = self.market() if self.draw(2) else None
            for entry in self.of_account(account):
                if market is None or entry["market"] == market:
                    self.drop(entry)
            return {**command, "market": market}
        if kind != "place_order":
            old = self.old_order(account)
            command["order_id"] = old["order_id"]
        if kind == "amend_order":
            market, side, lots = old["market"], old["side"], old["lots"]
            old["price"] = self.pick((5, old["price"]), (3, lambda: self.price(market, side)))
            command["price"] = old["price"]
            old["lots"] = self.pick((4, lots), (3, lots - 1), (3, lambda: self.lots(market)))
            command["open_lots"] = old["lots"]
            self.tidy()
            return command
        if kind != "place_order":
            self.drop(old)
        return command if kind == "cancel_order" else {**command, "order": self.new_order(account)}

    def batch(self) -> Json:
        account = self.account()
        signer = self.signer(account)
        inner = []
        for _ in range(self.pick((24, 2), (20, 3), (4, 1), (1, 0), (1, 4))):
            kind = self.pick(*self.inner)
            named = self.pick((62, account), (2, 2), (1, NOBODY))
            inner.append(self.in_batch(self.sensible(kind, account), named, signer))
        return {"signer": signer, "account": account, "commands": inner}

    def in_batch(self, kind: str, account: int, signer: int) -> Json:
        """A command of a batch."""
        return self.trading(kind, account, signer)

    def sweep(self) -> Json:
        account = 1 + self.draw(self.count)
        side = self.side({"none": "none", "buy": "sell", "sell": "buy"}[self.lean])
        _, kind, _, minimum, span = self.rules(self.focus)
        types = (("ioc", "ioc", "post_only"), ("limit", "ioc", "ioc"))[self.draw(2)]
        inner = []
        for order_type in types:
            if order_type == "limit":
                price = self.price(self.focus, side)
                lots = self.lots(self.focus)
            else:
                price = self.far_price(self.focus, side)
                lots = minimum + span if kind == "spot" else minimum * (1 + span)
            order = {
                "order_id": self.last_ids.get(account, 0) + 1, "market": self.focus, "side": side,
                "price": price, "lots": lots, "order_type": order_type,
                "self_trade": "cancel_maker", "expires_at": None, "reduce_only": False,
            }  # fmt: skip
            self.remember(account, order)
            inner.append(of(account, "place_order", order=order))
        return of(account, "batch", commands=inner)

    def advance_time(self) -> Json:
        signer = self.operator()
        now = self.pick(*self.times())
        if signer == 0 and self.clock < now < 2**53:
            self.clock = now
        return {"signer": signer, "now": now}

    def times(self) -> tuple[tuple[int, Any], ...]:
        """Times to choose from, with their weights."""
        return (29, lambda: self.clock + self.draw(12)), (2, self.clock - 1), (1, 2**53)

    def set_halted(self) -> Json:
        signer, market, halted = self.operator(), self.market(), self.draw(2) == 0
        if halted and signer == 0:
            self.halted = market
        return {"signer": signer, "market": market, "halted": halted}

    def open_account(self) -> Json:
        return {"signer": self.pick((3, 13), (1, 0))}

    def list_asset(self) -> Json:
        return {"signer": self.operator(), "lot_atoms": 10, "fee_cap_atoms": 5}

    def list_market(self) -> Json:
        signer, asset = self.operator(), self.asset()
        return list_market(signer, asset, self.pick((4, "spot"), (2, "perp"), (2, "lend")), 5, 2)

    def deposit(self) -> Json:
        account = self.account()
        signer, asset = self.signer(account), self.asset()
        return {"signer": signer, "account": account, "asset": asset, "atoms": self.atoms(asset)}

    withdraw = deposit

    def transfer(self) -> Json:
        account = self.account()
        signer = self.signer(account)
        other = {1: 3, 3: 1}.get(account, 2)
        to_account = self.pick((20, other), (5, 1), (1, NOBODY))
        asset = self.asset()
        return {
            "signer": signer, "account": account, "to_account": to_account, "asset": asset,
            "atoms": self.atoms(asset),
        }  # fmt: skip

    def withdraw_treasury(self) -> Json:
        return {"signer": self.operator(), "asset": self.asset(), "atoms": 1 + self.draw(8)}

    def set_mark(self) -> Json:
        return {"signer": self.operator(), "asset": self.asset(), "mark": 1 + self.draw(1000)}

    def set_fee_exempt(self) -> Json:
        account, signer = self.account(), self.operator()
        return {"signer": signer, "account": account, "exempt": self.draw(4) == 0}

    def add_delegate(self) -> Json:
        account = self.pick((12, 1), (2, 2), (1, 3), (1, NOBODY))
        signer = self.signer(account)
        delegate = self.pick((7, lambda: 21 + self.draw(4)), (1, owner(account)))
        return {"signer": signer, "account": account, "delegate": delegate}

    remove_delegate = add_delegate

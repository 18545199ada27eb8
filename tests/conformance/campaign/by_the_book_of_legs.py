"""The second generator where there are legs, written from spec chapter 12, section 3, alone."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.conformance.campaign.book_tables import INNER_OF_PERPETUALS, NOBODY, Json, of
from tests.conformance.campaign.by_the_book import Book

HOUR = 3_600_000
KINDS_OF_SEVERAL = ("facing", "relief")


class LegBook(Book):
    """One sequence of `perp/1`."""

    inner: tuple[tuple[int, str], ...] = INNER_OF_PERPETUALS
    perpetual: tuple[int, ...] = (2, 3)

    def __init__(self, seed: int, profile: str, preset: str) -> None:
        super().__init__(seed, profile, preset)
        self.legs: list[Json] = []
        self.published = self.numbers["published"]

    def source_of(self, market: int) -> Json:
        return {"funding_source": "published"} if market == self.published else {}

    def set_up(self) -> Iterator[Json]:
        yield from super().set_up()
        yield {"type": "set_mark", "signer": 0, "asset": 2, "mark": self.rules(2)[2] * 20}

    def reduces(self, market: int) -> bool:
        return self.draw(5 if market in self.perpetual else 100) == 0

    def meet(self, account: int, order: Json, entry: Json, lots: int) -> None:
        market, accounts = order["market"], range(1, self.count + 1)
        if lots == 0 or market not in self.perpetual or account == entry["account"]:
            return
        if account not in accounts or entry["account"] not in accounts:
            return
        both = (account, entry["account"])
        buyer, seller = both if order["side"] == "buy" else both[::-1]
        while lots > 0:
            lots -= self.step(market, buyer, seller, lots)

    def step(self, market: int, buyer: int, seller: int, rest: int) -> int:
        """One step of PRP-030."""
        of_market = [leg for leg in self.legs if leg["market"] == market]
        bought_back = [leg for leg in of_market if leg["short"] == buyer][-1:]
        sold = [leg for leg in of_market if leg["long"] == seller][-1:]
        common = [leg for leg in of_market if (leg["long"], leg["short"]) == (seller, buyer)]
        if bought_back and sold and common in (bought_back, sold):
            size = min(rest, common[0]["lots"])
            common[0]["lots"] -= size
        else:
            size = min([rest, *(leg["lots"] for leg in bought_back + sold)])
            for leg in bought_back + sold:
                leg["lots"] -= size
            long = bought_back[0]["long"] if bought_back else buyer
            short = sold[0]["short"] if sold else seller
            gained = [leg for leg in of_market if (leg["long"], leg["short"]) == (long, short)]
            if not gained:
                gained = [{"market": market, "long": long, "short": short, "lots": 0}]
                self.legs += gained
            gained[0]["lots"] += size
        self.legs = [leg for leg in self.legs if leg["lots"] > 0]
        return int(size)

    def some_leg(self, wanted: Callable[[Json], bool]) -> Json:
        found = [leg for leg in self.legs if wanted(leg)] or self.legs
        if found:
            return found[self.draw(len(found))]
        return {"market": self.perpetual[0], "long": 1, "short": 2}

    def parties(self, leg: Json) -> tuple[int, int]:
        both = (leg["long"], leg["short"])
        return both[::-1] if self.draw(2) else both

    def party(self, named: int) -> int:
        return int(self.pick((60, named), (1, 1), (1, 2), (1, 3), (1, NOBODY), (1, 0)))

    def actor(self, named: int) -> Json:
        account = self.party(named)
        return {"account": account, "signer": self.signer(account)}

    def next_due(self) -> int:
        return -(-(self.clock + 24 * HOUR) // HOUR) * HOUR

    def next_tick(self) -> int:
        return (self.clock // (8 * HOUR) + 1) * 8 * HOUR

    def times(self) -> tuple[tuple[int, Any], ...]:
        return (
            (24, lambda: self.clock + self.draw(12)),
            (2, self.clock - 1),
            (1, 2**53),
            (22, lambda: self.clock + HOUR * (1 + self.draw(12))),
            (22, self.moment),
        )

    def moment(self) -> int:
        tick = self.next_tick()
        moments = (tick - HOUR // 2, tick, self.next_due(), tick + 16 * HOUR)
        moment = moments[self.draw(4)] + self.draw(3) - 1
        return moment if moment > self.clock else self.clock + HOUR

    def mark(self, asset: int) -> int:
        tick, highest = self.rules(3 if asset == 3 else 2)[2], self.numbers["highest"]

        def middle() -> int:
            half = tick * (36 + self.draw(6) + self.draw(6 + self.gap)) // 2
            width = tick // (4, 400)[self.draw(2)]
            return half + self.draw(width + 1) - width // 2

        far = (12, lambda: tick * (1 + self.draw(27)))
        return int(self.pick((40, middle), far, (1, highest), (1, highest + 1), (1, 2**40 + 1)))

    def set_mark(self) -> Json:
        signer, asset = self.operator(), self.pick((30, 2), (30, 3), (3, self.asset))
        return {"signer": signer, "asset": asset, "mark": self.mark(asset)}

    def list_market(self) -> Json:
        listing = super().list_market()
        source = self.pick((6, None), (1, "book"), (2, "published"))
        return {**listing, "funding_source": source} if source else listing

    def in_batch(self, kind: str, account: int, signer: int) -> Json:
        if kind != "true_up":
            return super().in_batch(kind, account, signer)
        leg = self.some_leg(lambda leg: account in (leg["long"], leg["short"]))
        other = leg["short"] if account == leg["long"] else leg["long"]
        who = {"account": account, "signer": signer}
        return {"type": kind, **who, **self.about(leg, other)}

    def about(self, leg: Json, other: int) -> Json:
        counterparty = self.party(other)
        market = self.pick((30, leg["market"]), (2, self.market))
        return {"counterparty": counterparty, "market": market}

    def true_up(self) -> Json:
        leg = self.some_leg(lambda _: True)
        one, other = self.parties(leg)
        return {**self.actor(one), **self.about(leg, other)}

    def repay_debts(self) -> Json:
        return self.actor(1 + self.draw(self.count))

    def collect_debt(self) -> Json:
        signer = self.pick((20, 31), (4, 0), (1, 2**31))
        one, other = self.parties(self.some_leg(lambda _: True))
        account = self.party(one)
        creditor = self.pick((40, other), (16, 0), (1, NOBODY), (1, 2**31))
        return {"signer": signer, "account": account, "creditor": creditor}

    def set_funding_rate(self) -> Json:
        signer, market = self.operator(), self.pick((6, self.published), (2, self.market))
        wide, narrow = (8, lambda: self.draw(60001) - 30000), (8, lambda: self.draw(1001) - 500)
        rate = self.pick(wide, narrow, (1, 30000), (1, -30000), (1, 30001))
        return {"signer": signer, "market": market, "rate": rate}

    def drawn(self) -> Iterator[Json]:
        kind = self.kind()
        if kind in KINDS_OF_SEVERAL:
            yield from getattr(self, kind)()
        else:
            yield self.command(kind)

    def market_of_facing(self) -> int:
        return int(self.pick((3, 2), (1, 3)))

    def ticks(self, market: int, number: int) -> int:
        return self.rules(market)[2] * number

    def facing(self) -> Iterator[Json]:
        seller = 1 + self.draw(self.count)
        buyer = (seller + self.draw(self.count - 1)) % self.count + 1
        market = self.market_of_facing()
        of_account, of_venue = self.numbers["full"]
        for account in (seller, buyer):
            if len(self.of_account(account)) >= of_account or len(self.entries) >= of_venue:
                for entry in self.of_account(account):
                    self.drop(entry)
                yield of(account, "cancel_all", market=None)
        price = self.price(market, "sell")
        yield from self.to(seller, buyer, market, price, self.lots(market))

    def to(self, seller: int, buyer: int, market: int, price: int, lots: int) -> Iterator[Json]:
        sides = ((seller, "sell"), (buyer, "buy"))
        if self.draw(2):
            sides = sides[::-1]
        for (account, side), kind in zip(sides, ("limit", "ioc"), strict=True):
            yield self.placed(account, market, side, price, lots, kind)

    def placed(
        self, account: int, market: int, side: str, price: int, lots: int, kind: str = "limit",
        reduce_only: bool = False,
    ) -> Json:  # fmt: skip
        order = {
            "order_id": self.last_ids.get(account, 0) + 1, "market": market, "side": side,
            "price": price, "lots": lots, "order_type": kind, "self_trade": "cancel_maker",
            "expires_at": None, "reduce_only": reduce_only,
        }  # fmt: skip
        self.remember(account, order)
        return of(account, "place_order", order=order)

    def relief(self) -> Iterator[Json]:
        others = [number for number in range(1, self.count + 1) if number != 2]
        debtor = others[self.draw(len(others))]
        if self.draw(2):
            yield self.at(self.next_due() + 1)
        yield self.given(3 if debtor == 1 else 1, debtor, 1 + self.draw(8))
        leg = self.some_leg(lambda leg: debtor in (leg["long"], leg["short"]))
        yield self.collects(debtor, leg["short"] if leg["long"] == debtor else leg["long"])
        yield of(debtor, "repay_debts") if self.draw(2) else self.collects(debtor, 0)

    def given(self, giver: int, taker: int, portions: int) -> Json:
        atoms = portions * self.numbers["portions"][1]
        return of(giver, "transfer", to_account=taker, asset=1, atoms=atoms)

    def collects(self, debtor: int, creditor: int) -> Json:
        return {"type": "collect_debt", "signer": 31, "account": debtor, "creditor": creditor}

    def at(self, time: int) -> Json:
        self.clock = time
        return {"type": "advance_time", "signer": 0, "now": time}

    def story(self) -> Iterator[Json]:
        if self.draw(8):
            yield self.marked(3, self.rules(3)[2] * 20)
        yield from self.story_of_legs()

    def cast_story(self) -> None:
        first, turn = self.draw(self.count), 1 + self.draw(self.count - 1)
        self.cast = tuple(1 + (first + i * turn) % self.count for i in range(4))
        self.told_on = self.perpetual[self.draw(len(self.perpetual))]

    def story_of_legs(self) -> Iterator[Json]:
        number = self.pick((3, 0), (6, 1), (6, 2), (4, 3), (4, 4), (1, 5))
        self.cast_story()
        if number:
            yield from getattr(self, f"story_{number}")(*self.cast)

    def marked(self, asset: int, mark: int) -> Json:
        return {"type": "set_mark", "signer": 0, "asset": asset, "mark": mark}

    def new_mark(self) -> Json:
        asset = self.rules(self.told_on)[0]
        return self.marked(asset, self.mark(asset))

    def sells(self, seller: int, buyer: int, units: int) -> Iterator[Json]:
        _, _, _, minimum, span = self.rules(self.told_on)
        price = self.ticks(self.told_on, 18 + self.draw(6))
        yield from self.to(seller, buyer, self.told_on, price, units * minimum * span)

    def trues_up(self, one: int, other: int) -> Json:
        return of(one, "true_up", counterparty=other, market=self.told_on)

    def rate(self, rate: int) -> Json:
        return {"type": "set_funding_rate", "signer": 0, "market": self.published, "rate": rate}

    def story_1(self, v: int, x: int, y: int, z: int) -> Iterator[Json]:
        yield from self.sells(v, x, 2)
        yield from self.sells(z, y, 1)
        yield self.new_mark()
        yield from self.sells(x, z, 1)
        yield self.new_mark()
        yield from self.sells(y, x, 2)
        yield self.new_mark()
        yield from self.sells(x, v, 1)
        yield self.new_mark()
        yield from self.sells(y, z, 2)

    def story_2(self, v: int, x: int, _y: int, _z: int) -> Iterator[Json]:
        yield from self.sells(v, x, 3)
        sign = -1 if self.draw(2) else 1
        for i in (1, 2, 3, 4):
            level = self.ticks(self.told_on, 20 + 2 * sign * i)
            yield self.marked(self.rules(self.told_on)[0], level)
            yield self.trues_up(v, x)
            yield self.at(self.clock + HOUR * (1 + self.draw(2)))
        due = self.next_due()
        yield self.new_mark()
        yield self.trues_up(x, v)
        yield self.at(due + 1)
        yield self.new_mark()
        yield self.trues_up(x, v)
        giver, taker = (3, 1) if self.draw(2) else (1, 3)
        yield self.given(giver, taker, 1 + self.draw(40))
        for debtor, creditor in ((v, x), (x, v), (v, 0), (x, 0)):
            yield self.collects(debtor, creditor)
        yield of(v, "repay_debts")

    def story_3(self, v: int, x: int, y: int, _z: int) -> Iterator[Json]:
        _, _, _, minimum, span = self.rules(self.told_on)
        for side, number in (("buy", 18), ("sell", 24)):
            price = self.ticks(self.told_on, number)
            yield self.placed(y, self.told_on, side, price, minimum * span)
        yield self.rate(self.draw(60001) - 30000)
        next_tick = self.next_tick()
        half_hour = next_tick - HOUR // 2
        for time in (half_hour - 1, half_hour, next_tick - 1, next_tick, next_tick + 64 * HOUR):
            yield self.at(time)
            yield self.new_mark()
            yield from self.sells(v, x, 1)
            yield self.trues_up(v, x)

    def story_4(self, v: int, x: int, y: int, _z: int) -> Iterator[Json]:
        for seller, buyer, units in ((v, x, 8), (y, x, 8), (x, y, 16), (v, x, 1)):
            yield from self.sells(seller, buyer, units)
        self.told_on = self.perpetual[self.perpetual.index(self.told_on) - 1]
        yield from self.sells(v, x, 1)
        yield from self.sells(y, x, 1)

    def story_5(self, v: int, x: int, _y: int, _z: int) -> Iterator[Json]:
        self.told_on = self.published
        yield self.marked(self.rules(self.told_on)[0], self.numbers["highest"])
        price = self.rules(self.told_on)[2] * (18 + self.draw(6))
        yield from self.to(v, x, self.told_on, price, self.numbers["longest"])
        yield self.rate(-30000 if self.draw(2) else 30000)
        for i in (1, 2, 3, 4):
            yield self.at(i * 2**40)
            yield self.trues_up(v, x)

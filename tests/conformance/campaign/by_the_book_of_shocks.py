"""Trades, shocks and stories of the second generator where accounts are valued (section 4)."""

from collections.abc import Iterator

from tests.conformance.campaign.book_tables import Json, of
from tests.conformance.campaign.by_the_book_of_margin import MarginBook

OTHER_SIDE = {"buy": "sell", "sell": "buy"}
SIX = (
    ("spot", "buy"), ("spot", "sell"), ("perp", "buy"), ("perp", "sell"), ("lend", "buy"),
    ("lend", "sell"),
)  # fmt: skip


class ShockBook(MarginBook):
    """One sequence of `margin/1`."""

    low = 0

    def withdraws(self, account: int, atoms: int) -> Json:
        return of(account, "withdraw", asset=1, atoms=atoms)

    def in_steps(self, account: int) -> Iterator[Json]:
        for portions in (32, 16, 8, 4, 2, 1):
            yield self.withdraws(account, portions * self.numbers["portions"][1])

    def deposits(self, account: int) -> Json:
        atoms = (1 + self.draw(40)) * self.numbers["portions"][1]
        return of(account, "deposit", asset=1, atoms=atoms)

    def meets(
        self, account: int, other: int, market: int, side: str, price: int, lots: int,
        reduce_only: bool = False,
    ) -> Iterator[Json]:  # fmt: skip
        of_account, of_venue = self.numbers["full"]
        if len(self.of_account(other)) >= of_account or len(self.entries) >= of_venue:
            yield self.all_cancelled(other)
        yield self.placed(other, market, OTHER_SIDE[side], price, lots)
        yield self.placed(account, market, side, price, lots, "ioc", reduce_only)

    def lots_of_basis(self, market: int, units: int) -> int:
        minimum, span = self.rules(market)[3], self.rules(self.spot_of(market))[4]
        return -(-units * span // minimum) * minimum

    def basis(self) -> Iterator[Json]:
        account = 1 + self.draw(self.count)
        other = self.another(account)
        market, units = self.market_of_facing(), 1 + self.draw(4)
        acts = self.pick((3, "opens"), (2, "closes"))
        yield from getattr(self, acts)(account, other, market, units)

    def opens(self, account: int, other: int, market: int, units: int) -> Iterator[Json]:
        lots, spot = self.lots_of_basis(market, units), self.spot_of(market)
        price = self.at_mark(spot)
        _, _, tick, minimum, _ = self.rules(2)
        borrowed = -(-lots * price // (self.numbers["base_lot"] * minimum)) * minimum
        yield self.all_cancelled(other)
        three = ((2, "sell", tick * 20, borrowed), (spot, "sell", price, lots),
                 (market, "buy", price, lots))  # fmt: skip
        for one in three:
            yield self.placed(other, *one)
        inner = [
            self.placed(account, where, OTHER_SIDE[side], at, size, "ioc")
            for where, side, at, size in three
        ]
        yield of(account, "batch", commands=inner)

    def closes(self, account: int, other: int, market: int, units: int) -> Iterator[Json]:
        lots, spot = self.lots_of_basis(market, units), self.spot_of(market)
        price = self.at_mark(spot)
        yield self.all_cancelled(other)
        two = ((spot, "buy"), (market, "sell"))
        for where, side in two:
            yield self.placed(other, where, side, price, lots)
        loan = self.some_loan(lambda loan: bool(loan["borrower"] == account))
        had = loan["lots"]
        self.lower(loan, had)
        inner = [
            self.placed(account, where, OTHER_SIDE[side], price, lots, "ioc") for where, side in two
        ]
        pays = of(account, "pay_interest", loan=loan["id"], reduce_lots=had, extend=False)
        yield of(account, "batch", commands=[*inner, pays])

    def ladder(self) -> Iterator[Json]:
        account = 1 + self.draw(self.count)
        what = self.pick((3, "withdraw"), (1, "transfer"), (5, "order"))
        if what == "withdraw":
            yield from self.in_steps(account)
        elif what == "transfer":
            for portions in (32, 16, 8, 4):
                atoms = portions * self.numbers["portions"][1]
                to_account = 3 if account == 1 else 1
                yield of(account, "transfer", to_account=to_account, asset=1, atoms=atoms)
        else:
            market, side = self.market_of_facing(), self.side(self.lean)
            yield self.all_cancelled(account)
            for times in (4, 2, 1):
                lots = times * self.sweep_lots(market)
                yield self.placed(account, market, side, self.at_mark(market), lots)
            if self.draw(2) != 0:
                yield from self.in_steps(account)

    def array(self) -> Iterator[Json]:
        account, market = 1 + self.draw(self.count), self.market_of_facing()
        first = self.draw(6)
        yield self.all_cancelled(account)
        for number in range(min(6, self.numbers["full"][0])):
            kind, side = SIX[(first + number) % 6]
            where = {"spot": self.spot_of(market), "perp": market}.get(kind, 0)
            if kind == "lend":
                where = self.one_of_lending()
                ticks = 17 if side == "buy" else 24 + self.gap
            else:
                ticks = self.middle(where) + (-8 if side == "buy" else 8 + 2 * self.gap)
            price = self.rules(where)[2] * ticks
            yield self.placed(account, where, side, price, self.lots(where))

    def shock(self) -> Iterator[Json]:
        market, account = self.market_of_facing(), 1 + self.draw(self.count)
        self.low = account
        asset = self.rules(market)[0]
        before = self.last_mark(asset)
        yield self.marked(asset, self.gap_mark(asset, self.position(account, market) < 0))
        for _ in range(2 + self.draw(3)):
            yield from self.tries(account, market)
        if self.draw(2) != 0:
            yield self.marked(asset, before)

    def tries(self, account: int, market: int) -> Iterator[Json]:
        other = self.another(account)
        away = "buy" if self.position(account, market) < 0 else "sell"
        acts = ("reduce", "far", "more", "spot", "withdraw", "borrow", "deposit", "swap")
        act = self.pick(*zip((6, 2, 2, 3, 2, 2, 3, 2), acts, strict=True))
        if act == "reduce":
            only, lots = self.draw(2) == 0, self.lots(market)
            yield from self.meets(account, other, market, away, self.at_mark(market), lots, only)
        elif act == "far":
            price = self.at_mark(market, 115 if away == "buy" else 85)
            yield from self.meets(account, other, market, away, price, self.lots(market))
        elif act == "more":
            side, price = OTHER_SIDE[away], self.at_mark(market)
            yield from self.meets(account, other, market, side, price, self.lots(market))
        elif act == "spot":
            spot = self.spot_of(market)
            price = self.at_mark(spot)
            yield from self.meets(account, other, spot, "sell", price, self.lots(spot))
        elif act == "withdraw":
            yield self.withdraws(account, self.numbers["portions"][1])
        elif act == "borrow":
            lend = self.one_of_lending()
            rate = self.rules(lend)[2] * 20
            yield from self.meets(account, other, lend, "buy", rate, self.lots(lend))
        elif act == "deposit":
            yield self.deposits(account)
        else:
            loan = self.some_loan(lambda loan: bool(loan["borrower"] == account))
            lender = loan["lender"]
            self.hand_over(loan["id"], one_only=False)
            yield of(lender, "swap_loan", loan=loan["id"], own_loan=None)

    def first_values(self) -> Iterator[Json]:
        for asset in self.priced:
            if self.draw(16) != 0:
                yield self.marked(asset, self.numbers["first"][asset])
            if self.draw(16) != 0:
                yield self.first_risk(asset)

    def story(self) -> Iterator[Json]:
        yield from self.first_values()
        told = self.pick((1, ""), (5, "loans"), (3, "legs"), (8, "margin"))
        if told == "margin":
            yield from self.story_of_margin()
        elif told:
            yield from self.refreshed(getattr(self, f"story_of_{told}")())

    def story_of_margin(self) -> Iterator[Json]:
        self.cast_story()
        number = self.pick((3, 1), (3, 2), (3, 3), (3, 4), (3, 5), (3, 6), (2, 7))
        story = getattr(self, f"margin_story_{number}")(*self.cast[:3])
        yield from story if number == 6 else self.refreshed(story)

    def lots_of_story(self) -> int:
        return self.rules(self.story_market)[4]

    def story_5(self, v: int, x: int, y: int, _z: int) -> Iterator[Json]:
        yield from self.margin_story_7(v, x, y)

    def builds(self, account: int, other: int, side: str) -> Iterator[Json]:
        _, _, _, minimum, span = self.rules(self.told_on)
        for times in (4, 3, 2, 1):
            price, lots = self.at_mark(self.told_on), times * minimum * span
            yield from self.meets(account, other, self.told_on, side, price, lots)

    def gap_against(self, side: str) -> Json:
        asset = self.rules(self.told_on)[0]
        return self.marked(asset, self.gap_mark(asset, side == "sell"))

    def of_sweep(self, v: int, x: int, side: str, per_cent: int = 100) -> Iterator[Json]:
        p = self.told_on
        yield from self.meets(v, x, p, side, self.at_mark(p, per_cent), self.sweep_lots(p))

    def margin_story_1(self, v: int, x: int, _y: int) -> Iterator[Json]:
        units = 1 + self.draw(4)
        yield from self.opens(v, x, self.told_on, units)
        for side in ("buy", "sell"):
            yield self.hours(1 + self.draw(12))
            yield self.gap_against(side)
            loan = self.some_loan(lambda loan: bool(loan["borrower"] == v))
            yield of(v, "pay_interest", loan=loan["id"], reduce_lots=0, extend=False)
        yield from self.in_steps(v)
        yield from self.closes(v, x, self.told_on, units)

    def margin_story_2(self, v: int, x: int, _y: int) -> Iterator[Json]:
        side = ("buy", "sell")[self.draw(2)]
        back, asset, p = OTHER_SIDE[side], self.rules(self.told_on)[0], self.told_on
        yield from self.builds(v, x, side)
        for i in reversed(range(self.numbers["edge"])):
            yield self.withdraws(v, 2**i)
        before = self.last_mark(asset)
        yield self.gap_against(side)
        yield from self.of_sweep(v, x, side)
        yield self.withdraws(v, self.numbers["portions"][1])
        yield from self.of_sweep(v, x, back, 90 if back == "sell" else 110)
        yield from self.of_sweep(v, x, back)
        yield self.placed(v, p, back, self.at_mark(p), self.sweep_lots(p))
        yield self.deposits(v)
        yield from self.of_sweep(v, x, back)
        yield self.marked(asset, before)
        yield from self.in_steps(v)

    def margin_story_3(self, v: int, x: int, y: int) -> Iterator[Json]:
        side = ("buy", "sell")[self.draw(2)]
        self.story_market = self.one_of_lending()
        yield from self.lend(v, y, 2)
        yield from self.lend(x, v, 1)
        yield from self.builds(y, x, side)
        yield self.gap_against(side)
        yield self.swaps(v, None)
        for _ in range(4):
            yield self.deposits(y)
        yield self.swaps(v, None)

    def margin_story_4(self, v: int, x: int, _y: int) -> Iterator[Json]:
        side, asset = ("buy", "sell")[self.draw(2)], self.rules(self.told_on)[0]
        yield from self.builds(v, x, side)
        time = self.clock + self.numbers["notice"]
        yield self.risk(asset, (300, 30, 30), time - 1, 0)
        yield self.risk(asset, (300, 30, 30), time, 0)
        yield self.at(time - 1)
        yield from self.of_sweep(v, x, side)
        yield self.at(time)
        yield from self.of_sweep(v, x, side)
        yield from self.of_sweep(v, x, OTHER_SIDE[side])

    def margin_story_5(self, v: int, x: int, _y: int) -> Iterator[Json]:
        side = ("buy", "sell")[self.draw(2)]
        back = OTHER_SIDE[side]
        yield from self.of_sweep(v, x, side)
        for _ in range(3):
            yield from self.in_steps(v)
        yield from self.of_sweep(v, x, back, 97 if side == "buy" else 103)
        yield self.gap_against(side)
        yield from self.of_sweep(v, x, back)
        yield self.trues_up(v, x)
        yield self.deposits(v)
        yield of(v, "repay_debts")

    def margin_story_6(self, v: int, x: int, _y: int) -> Iterator[Json]:
        p, spot = self.told_on, self.spot_of(self.told_on)
        yield from self.sells(v, x, 1)
        yield self.at(self.clock + self.numbers["valid"] + self.draw(2))
        minimum, few = self.rules(p)[3], self.rules(spot)[3]
        yield self.placed(v, p, "buy", self.at_mark(p), minimum)
        yield self.placed(v, spot, "buy", self.at_mark(spot), few)
        yield self.placed(x, spot, "sell", self.at_mark(spot), few, "ioc")
        yield self.trues_up(v, x)
        yield self.withdraws(x, 1)
        yield self.deposits(v)
        yield self.all_cancelled(v)

    def margin_story_7(self, v: int, x: int, _y: int) -> Iterator[Json]:
        self.told_on = p = self.published
        asset, _, tick, _, _ = self.rules(p)
        time = self.clock + self.numbers["notice"]
        yield self.risk(asset, (0, 0, 0), time, 0)
        yield self.at(time)
        yield self.marked(asset, tick)
        yield from self.to(v, x, p, tick, self.numbers["longest"])
        yield from self.to(v, x, p, tick, self.sweep_lots(p))
        yield self.marked(asset, self.numbers["highest"])
        yield self.rate(-30000 if self.draw(2) else 30000)
        for i in (1, 2, 3, 4):
            yield self.at(i * 2**40)
            yield self.trues_up(v, x)

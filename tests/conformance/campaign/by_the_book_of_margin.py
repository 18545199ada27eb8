"""The second generator with margin, written from spec chapter 12, section 4, alone."""

from collections.abc import Iterator
from typing import Any

from tests.conformance.campaign.book_tables import INNER_OF_MARGIN, OF_MARGIN, Json, of
from tests.conformance.campaign.by_the_book import Book
from tests.conformance.campaign.by_the_book_of_legs import LegBook
from tests.conformance.campaign.by_the_book_of_loans import HOUR, LoanBook

FIRST_RISKS = {2: (100, 20, 20), 3: (150, 30, 30), 4: (150, 30, 30)}


class MarginBook(LegBook, LoanBook):
    """The fields and the single commands of a sequence of `margin/1`."""

    inner = INNER_OF_MARGIN

    def __init__(self, seed: int, profile: str, preset: str) -> None:
        super().__init__(seed, profile, preset)
        self.numbers = {**self.numbers, **OF_MARGIN[preset]}
        self.published = self.numbers["published"]
        kinds = list(enumerate((market[1] for market in self.markets), start=1))
        self.lending_markets = tuple(number for number, kind in kinds if kind == "lend")
        self.perpetual = tuple(number for number, kind in kinds if kind == "perp")
        self.marks: dict[int, tuple[int, int]] = {}
        self.risky: set[int] = set()
        self.priced = tuple(self.numbers["first"])

    def set_up(self) -> Iterator[Json]:
        yield from Book.set_up(self)

    def commands(self) -> Iterator[Json]:
        for command in super().commands():
            if command["type"] == "set_mark" and command["signer"] == 0:
                self.learn_mark(command["asset"], command["mark"])
            is_risk = command["type"] == "set_risk" and command["signer"] == 0
            if is_risk and command["effective_at"] is None and command["asset"] in self.priced:
                self.risky.add(command["asset"])
            yield command

    def learn_mark(self, asset: int, mark: int) -> None:
        if asset in self.priced and 1 <= mark <= self.numbers["highest"]:
            self.marks[asset] = (mark, self.clock)

    def meet(self, account: int, order: Json, entry: Json, lots: int) -> None:
        LoanBook.meet(self, account, order, entry, lots)
        LegBook.meet(self, account, order, entry, lots)

    def last_mark(self, asset: int) -> int:
        return int(self.marks[asset][0] if asset in self.marks else self.numbers["first"][asset])

    def is_old(self, asset: int) -> bool:
        return asset in self.marks and self.clock - self.marks[asset][1] > self.numbers["valid"]

    def is_wild(self, asset: int) -> bool:
        if asset not in self.marks:
            return True
        mark, first = self.marks[asset][0], self.numbers["first"][asset]
        return bool(4 * mark < first or mark > 4 * first)

    def middle(self, market: int) -> int:
        asset, _, tick, _, _ = self.rules(market)
        return max(8, self.last_mark(asset) // tick)

    def atoms(self, asset: int) -> int:
        portion = self.numbers["portions"].get(asset, 1)
        usual = (100, lambda: (1 + self.draw(40)) * portion)
        few = (12, lambda: 1 + self.draw(40))
        rest = ((5, 2**56), (1, 3 * 2**54), (2, 2**56 + 1), (2, 0), (1, 2**64 + 1))
        return int(self.pick(usual, few, *rest))

    def far_price(self, market: int, side: str) -> int:
        _, kind, tick, _, _ = self.rules(market)
        if kind == "lend":
            return super().far_price(market, side)
        return tick * (self.middle(market) + (7 + 2 * self.gap if side == "buy" else -7))

    def price(self, market: int, side: str) -> int:
        _, kind, tick, _, _ = self.rules(market)
        if kind == "lend":
            return super().price(market, side)
        m = self.middle(market)
        lowest = m - 6 if side == "buy" else m - 6 + 2 * self.gap
        return int(
            self.pick(
                (220, lambda: tick * (lowest + self.draw(13))),
                (30, self.far_price(market, side)),
                (12, lambda: tick * (m * (80, 120)[self.draw(2)] // 100)),
                (2, tick * m + 1),
                (1, tick * m * 20),
                (1, 2**40 + 1),
                (1, 0),
            )
        )

    def ticks(self, market: int, number: int) -> int:
        return self.rules(market)[2] * max(1, self.middle(market) + 3 * (number - 20))

    def step_of(self, asset: int, permille: int) -> int:
        mark = self.last_mark(asset) * (1000 + permille) // 1000
        return int(min(max(mark, 1), self.numbers["highest"]))

    def near(self, asset: int) -> int:
        return self.step_of(asset, self.draw(21) - 10)

    def gap_mark(self, asset: int, up: bool) -> int:
        size = 100 + self.draw(301)
        return self.step_of(asset, size if up else -size)

    def mark(self, asset: int) -> int:
        if asset not in (2, 3):
            return 1 + self.draw(1000)
        highest = self.numbers["highest"]
        return int(
            self.pick(
                (40, lambda: self.near(asset)),
                (12, lambda: self.step_of(asset, self.draw(121) - 60)),
                (5, lambda: self.gap_mark(asset, self.draw(2) == 1)),
                (8, self.numbers["first"][asset]),
                (1, 1),
                (1, highest),
                (1, highest + 1),
                (1, 2**40 + 1),
            )
        )

    def market_of_facing(self) -> int:
        return self.perpetual[self.draw(len(self.perpetual))]

    def times(self) -> tuple[tuple[int, Any], ...]:
        return (
            (24, lambda: self.clock + self.draw(12)),
            (2, self.clock - 1),
            (1, 2**53),
            (8, lambda: self.clock + HOUR * (1 + self.draw(12))),
            (8, self.moment_of_loans),
            (6, self.moment),
        )

    def risk(self, asset: int, values: tuple[int, int, int], at: int | None, signer: int) -> Json:
        names = ("risk_permille", "slippage_permille", "perp_slippage_permille")
        fields = dict(zip(names, values, strict=True))
        return {"type": "set_risk", "signer": signer, "asset": asset, **fields, "effective_at": at}

    def first_risk(self, asset: int) -> Json:
        return self.risk(asset, FIRST_RISKS[asset], None, 0)

    def set_risk(self) -> Json:
        signer, asset = self.operator(), self.pick((30, 2), (30, 3), (3, self.asset))
        high, over = (3, (900, 200, 200)), (1, (1001, 20, 20))
        rare = ((2, (0, 0, 0)), (2, (500, 200, 200)), high, over)
        values = self.pick((40, self.usual_risk), *rare)
        soonest = self.clock + self.numbers["notice"]
        at = self.pick(
            (20, lambda: soonest + HOUR * self.draw(3)),
            (3, soonest - 1),
            (3, None),
            (1, self.clock),
            (1, 2**53),
        )
        return self.risk(asset, values, at, signer)

    def usual_risk(self) -> tuple[int, int, int]:
        risk = (50, 100, 150, 200)[self.draw(4)]
        slippage = (10, 20, 30)[self.draw(3)]
        return risk, slippage, self.pick((3, slippage), (1, 0))

    def drawn(self) -> Iterator[Json]:
        repair = self.repair()
        if repair is not None:
            yield repair
            return
        kind = self.kind()
        if kind == "relief":
            yield from self.refreshed(self.relief())
        elif kind in ("lending", "facing", "basis", "ladder", "shock", "array"):
            yield from getattr(self, kind)()
        else:
            yield self.command(kind)

    def repair(self) -> Json | None:
        for asset in self.priced:
            wild, old = self.is_wild(asset), self.is_old(asset)
            if not (wild or old or asset not in self.risky):
                continue
            if self.draw(3) != 0:
                return None
            if wild:
                return self.marked(asset, self.numbers["first"][asset])
            return self.marked(asset, self.near(asset)) if old else self.first_risk(asset)
        return None

    def refreshed(self, commands: Iterator[Json]) -> Iterator[Json]:
        for command in commands:
            yield command
            if command["type"] == "advance_time":
                for asset in self.priced:
                    if self.is_old(asset):
                        yield self.marked(asset, self.marks[asset][0])

    def another(self, account: int) -> int:
        return (account + self.draw(self.count - 1)) % self.count + 1

    def at_mark(self, market: int, per_cent: int = 100) -> int:
        return self.rules(market)[2] * max(1, self.middle(market) * per_cent // 100)

    def position(self, account: int, market: int) -> int:
        legs = [leg for leg in self.legs if leg["market"] == market]
        longs = sum(leg["lots"] for leg in legs if leg["long"] == account)
        return int(longs - sum(leg["lots"] for leg in legs if leg["short"] == account))

    def spot_of(self, market: int) -> int:
        asset = self.rules(market)[0]
        kinds: list[tuple[int, str]] = [(one[0], one[1]) for one in self.markets]
        return kinds.index((asset, "spot")) + 1

    def sweep_lots(self, market: int) -> int:
        _, _, _, minimum, span = self.rules(market)
        return minimum * (1 + span)

    def all_cancelled(self, account: int) -> Json:
        for entry in self.of_account(account):
            self.drop(entry)
        return of(account, "cancel_all", market=None)

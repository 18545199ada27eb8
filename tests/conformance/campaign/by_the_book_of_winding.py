"""Kinds and pieces of the second generator with liquidation, from spec chapter 12, section 5."""

from collections.abc import Iterator
from typing import Any

from tests.conformance.campaign.book_tables import NOBODY, OF_LIQUIDATION, OF_MARGIN, Json, of
from tests.conformance.campaign.by_the_book_of_shocks import ShockBook


class WindingBook(ShockBook):
    """What the stories of `world/1` are made of."""

    def __init__(self, seed: int, profile: str, preset: str) -> None:
        super().__init__(seed, profile, preset)
        self.numbers = {**self.numbers, **OF_LIQUIDATION[preset]}
        self.base_lot = OF_MARGIN[preset]["base_lot"]
        self.priced = tuple(self.numbers["first"])
        self.touches: int = self.numbers["touches"]

    # Kinds

    def target(self) -> int:
        return int(
            self.pick(
                (12, lambda: self.low or 1 + self.draw(self.count)),
                (3, lambda: 1 + self.draw(self.count)),
                (1, NOBODY),
                (1, 0),
            )
        )

    def caller_of(self, target: int) -> Json:
        def another() -> int:
            if 1 <= target <= self.count:
                return self.another(target)
            return 1 + self.draw(self.count)

        account = self.pick((40, another), (2, target), (1, NOBODY))
        return {"account": account, "signer": self.signer(account), "target": target}

    def liquidate(self) -> Json:
        target = self.target()
        who = self.caller_of(target)
        most = self.touches
        some = (2, lambda: 1 + self.draw(most))
        work = self.pick((24, most), (6, 1), (4, 2), some, (1, most + 1), (1, 0))
        self.wind_up(target)
        return {**who, "work": work}

    def escrow_id(self) -> int:
        return int(self.pick((30, lambda: 1 + self.draw(4)), (1, 2**61), (1, 0)))

    def claim_reward(self) -> Json:
        signer = self.pick((20, 31), (4, 0), (1, 2**31))
        return {"signer": signer, "escrow": self.escrow_id()}

    def reverse_reward(self) -> Json:
        return {"signer": self.operator(), "escrow": self.escrow_id()}

    def swap_for_target(self) -> Json:
        who = self.caller_of(self.target())
        coin = self.numbers["coin"]
        take = self.pick((16, coin), (3, 2), (1, 1), (1, NOBODY))
        give = self.pick((20, 1), (2, coin), (1, 2), (1, NOBODY))
        lots = 1 + self.draw(self.numbers["purse"])
        take_atoms = self.pick((20, lots * self.lot(take)), (1, 2**56), (1, 0))
        per_cent = (100, 97, 90)[self.draw(3)]
        worth = lots * self.mark_in(take) * self.lot(give) * per_cent
        give_atoms = worth // (100 * self.mark_in(give))
        return {**who, **swap(give, give_atoms, take, take_atoms)}

    def declare_bankruptcy(self) -> Json:
        signer, target = self.operator(), self.target()
        permille = self.pick((8, 1000), (4, lambda: self.draw(1001)), (2, 0), (1, 1001))
        return {"signer": signer, "target": target, "max_loss_permille": permille}

    def lot(self, asset: int) -> int:
        lots = [self.base_lot, *(lot for lot, _ in self.numbers["assets"])]
        return int(lots[asset - 1]) if asset <= len(lots) else 1

    def mark_in(self, asset: int) -> int:
        return self.last_mark(asset) if asset in self.priced else self.lot(asset)

    # Pieces of stories

    def wind_up(self, account: int) -> None:
        for entry in self.of_account(account):
            self.drop(entry)

    def liquidates(self, account: int, target: int, work: int) -> Json:
        self.wind_up(target)
        return of(account, "liquidate", target=target, work=work)

    def closed_out(self, target: int, permille: int) -> Json:
        if permille == 1000:
            self.wind_up(target)
            self.legs = [one for one in self.legs if target not in (one["long"], one["short"])]
            self.loans = [
                one for one in self.loans if target not in (one["lender"], one["borrower"])
            ]
        signed = {"type": "declare_bankruptcy", "signer": 0}
        return {**signed, "target": target, "max_loss_permille": permille}

    def nearly(self, account: int) -> Iterator[Json]:
        edge = self.numbers["edge"]
        for i in range(edge - 1, edge - 9, -1):
            yield self.withdraws(account, 2**i)

    def recovers(self, account: int) -> Iterator[Json]:
        for asset, times in ((1, 200), (2, 40), (3, 40)):
            atoms = times * self.numbers["portions"][asset]
            yield of(account, "deposit", asset=asset, atoms=atoms)

    def straightened(self) -> Iterator[Json]:
        if self.halted:
            yield {"type": "set_halted", "signer": 0, "market": self.halted, "halted": False}
            self.halted = 0
        for asset in self.priced:
            if self.is_wild(asset):
                yield self.marked(asset, self.numbers["first"][asset])
            if asset not in self.risky:
                yield self.first_risk(asset)
        for asset in self.priced:
            if self.is_old(asset):
                yield self.marked(asset, self.marks[asset][0])
        for account in self.cast[:3]:
            yield self.all_cancelled(account)

    def sinks(self, v: int, x: int, side: str) -> Iterator[Json]:
        self.low, p = v, self.told_on
        yield from self.recovers(v)
        yield from self.recovers(x)
        yield from self.builds(v, x, side)
        _, _, _, minimum, span = self.rules(p)
        for part in (2, 8):
            lots = minimum * (span // part)
            yield from self.meets(v, x, p, side, self.at_mark(p), lots)
        yield from self.nearly(v)

    def step_against(self, side: str, n: int, m: int) -> Json:
        asset, d = self.rules(self.told_on)[0], n + self.draw(m)
        return self.marked(asset, self.step_of(asset, -d if side == "buy" else d))

    def slides(self, v: int, y: int, side: str, n: int) -> Iterator[Json]:
        for _ in range(5):
            yield self.step_against(side, n, 17)
            yield self.liquidates(y, v, self.pick((4, self.touches), (1, 2), (1, 1)))

    def quotes(self, x: int, side: str, units: int) -> Iterator[Json]:
        p = self.told_on
        _, _, _, minimum, span = self.rules(p)
        yield self.all_cancelled(x)
        for times in (units, 1):
            yield self.placed(x, p, side, self.at_mark(p), times * minimum * span)
        yield self.buys_spot(x)

    def buys_spot(self, x: int) -> Json:
        spot = self.spot_of(self.told_on)
        _, _, _, few, more = self.rules(spot)
        return self.placed(x, spot, "buy", self.at_mark(spot), 2 * (few + more))

    def quotes_some(self, x: int, side: str) -> Iterator[Json]:
        yield from self.quotes(x, side, (1, 3, 6)[self.draw(3)])

    def offers(self, y: int, market: int, units: int) -> Iterator[Json]:
        yield self.all_cancelled(y)
        _, _, tick, minimum, span = self.rules(market)
        yield self.placed(y, market, "sell", tick * 20, units * minimum * span)

    def swaps_for(self, x: int, v: int, per_cent: int, back: bool = False) -> Json:
        coin, u = self.numbers["coin"], 1 + self.draw(self.numbers["purse"])
        base = (1, u * self.mark_in(coin) * per_cent // 100)
        coins = (coin, u * self.lot(coin))
        fields = swap(*coins, *base) if back else swap(*base, *coins)
        return of(x, "swap_for_target", target=v, **fields)

    def reward(self) -> Iterator[Json]:
        e = self.pick((4, 1), (2, 2), (1, 3))
        reverses = {"type": "reverse_reward", "signer": 0, "escrow": e}
        if self.draw(4) == 0:
            yield reverses
        yield self.at(self.clock + self.numbers["escrow"])
        yield claims(e)
        if self.draw(3) == 0:
            yield reverses
        yield self.at(self.clock + 1)
        yield reverses
        for each in (1, 2, 3):
            yield claims(each)

    def pays_interest(self, borrower: int, loan: int) -> Json:
        return of(borrower, "pay_interest", loan=loan, reduce_lots=0, extend=False)

    def one_side(self) -> str:
        return ("buy", "sell")[self.draw(2)]


def claims(escrow: int) -> Json:
    """Principal 31 claims a reward."""
    return {"type": "claim_reward", "signer": 31, "escrow": escrow}


def swap(give: int, give_atoms: int, take: int, take_atoms: int) -> dict[str, Any]:
    """What is given and what is taken."""
    return {
        "give_asset": give, "give_atoms": give_atoms, "take_asset": take, "take_atoms": take_atoms,
    }  # fmt: skip

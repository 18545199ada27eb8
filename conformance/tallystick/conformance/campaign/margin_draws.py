"""How the campaign generator draws the commands that only `margin/1` has (CNF-031)."""

from collections.abc import Iterator

from attrs import define

from tallystick.conformance.campaign.margin_fields import MARKED, OPERATOR, risk_of
from tallystick.conformance.campaign.margin_orders import MarginOrders
from tallystick.conformance.campaign.margin_tables import RISKS
from tallystick.reference.types import commands as c
from tallystick.reference.types import loan_commands as lc
from tallystick.reference.types.choices import MarketKind, OrderType, Side
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    LoanId,
    Lots,
    Price,
)

ARRAY = (
    (MarketKind.SPOT, Side.BUY),
    (MarketKind.SPOT, Side.SELL),
    (MarketKind.PERP, Side.BUY),
    (MarketKind.PERP, Side.SELL),
    (MarketKind.LEND, Side.BUY),
    (MarketKind.LEND, Side.SELL),
)


@define
class MarginDraws(MarginOrders):
    """Trades at the mark, levered basis trades, ladders to the edge, and shocks."""

    def at_once(self, asset: int) -> SetRisk:
        """The first risk values of an asset."""
        return risk_of(OPERATOR, asset, RISKS[asset])

    def is_wild(self, asset: int) -> bool:
        """Whether there is no mark, or one far from the first."""
        mark, first = self.marks.get(asset, 0), self.first_mark(asset)
        return not first <= 4 * mark <= 16 * first

    def repair(self) -> c.Command | None:
        """What the first asset needs that is not priced by a mark that is neither old nor wild."""
        for asset in self.priced:
            first, is_wild = self.first_mark(asset), self.is_wild(asset)
            if not is_wild and not self.is_stale(asset) and asset in self.valued:
                continue
            if self.draws.draw(3):
                return None
            if is_wild:
                return c.SetMark(OPERATOR, AssetId(asset), Price(first))
            if self.is_stale(asset):
                near = self.scaled(asset, self.draws.draw(21) - 10)
                return c.SetMark(OPERATOR, AssetId(asset), near)
            return self.at_once(asset)
        return None

    def command(self, kind: str) -> c.Command:
        """The command of a kind that gives one."""
        return self.set_risk() if kind == "set_risk" else super().command(kind)

    def set_risk(self) -> SetRisk:
        """Risk values, mostly of an asset that is priced."""
        signer = self.operator()
        place = self.draws.pick(30, 30, 3)
        asset = self.asset() if place == 2 else AssetId(MARKED[place])
        return self.risk(signer, asset)

    def basis(self) -> Iterator[c.Command]:
        """A levered basis trade is opened or closed in one batch."""
        account = self.some_account()
        other = self.another(account)
        perp = self.facing_on()
        units = 1 + self.draws.draw(4)
        if self.draws.pick(3, 2) == 0:
            yield from self.opened(account, other, perp, units)
        else:
            yield from self.closed(account, other, perp, units)

    def basis_lots(self, perp: int, units: int) -> tuple[int, int]:
        """The spot market of a basis trade, and its lots, a multiple of both minima."""
        spot = self.market_of(self.rules(perp).asset, MarketKind.SPOT)
        step = self.rules(perp).minimum_lots
        return spot, -(-units * self.rules(spot).span_lots // step) * step

    def opened(self, account: int, other: int, perp: int, units: int) -> Iterator[c.Command]:
        """Borrow the price, buy spot, sell as much of perpetual futures."""
        spot, lots = self.basis_lots(perp, units)
        lend = self.market_of(1, MarketKind.LEND)
        rules, price = self.rules(lend), self.at_mark(spot)
        minima = -(-lots * price // (self.numbers.base_lot_atoms * rules.minimum_lots))
        borrowed, rate = minima * rules.minimum_lots, rules.tick * 20
        yield self.clear(other)
        yield self.placed(other, lend, Side.SELL, rate, borrowed)
        yield self.placed(other, spot, Side.SELL, price, lots)
        yield self.placed(other, perp, Side.BUY, price, lots)
        ioc = OrderType.IOC
        inner = (
            self.placed(account, lend, Side.BUY, rate, borrowed, ioc),
            self.placed(account, spot, Side.BUY, price, lots, ioc),
            self.placed(account, perp, Side.SELL, price, lots, ioc),
        )
        yield c.Batch(*self.who(account), inner)

    def closed(self, account: int, other: int, perp: int, units: int) -> Iterator[c.Command]:
        """Sell spot, buy the perpetual futures back, repay."""
        spot, lots = self.basis_lots(perp, units)
        price = self.at_mark(spot)
        yield self.clear(other)
        yield self.placed(other, spot, Side.BUY, price, lots)
        yield self.placed(other, perp, Side.SELL, price, lots)
        loan = self.some_loan(lambda loan: loan.borrower == account)
        repaid = Lots(loan.lots)
        self.sent.loans.lower(loan, repaid)
        inner = (
            self.placed(account, spot, Side.SELL, price, lots, OrderType.IOC),
            self.placed(account, perp, Side.BUY, price, lots, OrderType.IOC),
            lc.PayInterest(*self.who(account), LoanId(loan.loan), repaid, extend=False),
        )
        yield c.Batch(*self.who(account), inner)

    def ladder(self) -> Iterator[c.Command]:
        """Ever smaller steps of one kind, of which those are accepted for which there is room."""
        account = self.some_account()
        match self.draws.pick(3, 1, 5):
            case 0:
                yield from self.withdrawals(account)
            case 1:
                to_account = AccountId({1: 3, 3: 1}.get(account, 1))
                for step in range(4):
                    atoms = Atoms(self.world.portion_atoms[0] * (32 >> step))
                    yield c.Transfer(*self.who(account), to_account, AssetId(1), atoms)
            case _:
                market, side = self.facing_on(), self.side()
                yield self.clear(account)
                for quarter in (4, 2, 1):
                    lots = quarter * self.rules(market).sweep_lots
                    yield self.placed(account, market, side, self.at_mark(market), lots)
                if self.draws.draw(2):
                    yield from self.withdrawals(account)

    def withdrawals(self, account: int) -> Iterator[c.Command]:
        """Withdrawals of the base asset, each half of the one before."""
        for step in range(6):
            yield self.withdrawn(account, self.world.portion_atoms[0] * (32 >> step))

    def array(self) -> Iterator[c.Command]:
        """Orders of all six kinds by one account, or of as many as may rest, that cross none."""
        account = self.some_account()
        perp = self.facing_on()
        asset, first = self.rules(perp).asset, self.draws.draw(6)
        yield self.clear(account)
        for place in range(min(6, self.world.full_account_orders)):
            kind, side = ARRAY[(first + place) % 6]
            market = self.lending_market() if kind is MarketKind.LEND else 0
            market = market or self.market_of(asset, kind)
            yield self.placed(account, market, side, self.idle(market, side), self.lots(market))

    def idle(self, market: int, side: Side) -> int:
        """A price that crosses no ordinary one of the other side."""
        rules = self.rules(market)
        if rules.kind is MarketKind.LEND:
            return rules.tick * (17 if side is Side.BUY else 24 + self.gap)
        return rules.tick * (self.middle(market) + (-8 if side is Side.BUY else 8 + 2 * self.gap))

    def shock(self) -> Iterator[c.Command]:
        """A gap against an account, what it then tries, and half of the time a way back."""
        market, account = self.facing_on(), self.some_account()
        self.low = account
        asset = self.rules(market).asset
        before = self.last_mark(asset)
        is_long = self.position(account, market) >= 0
        yield c.SetMark(OPERATOR, AssetId(asset), self.gapped(asset, -1 if is_long else 1))
        for _ in range(2 + self.draws.draw(3)):
            yield from self.attempt(account, market)
        if self.draws.draw(2):
            yield c.SetMark(OPERATOR, AssetId(asset), Price(before))

    def attempt(self, account: int, market: int) -> Iterator[c.Command]:
        """What an account may try, probably below zero."""
        is_long = self.position(account, market) >= 0
        away, more = (Side.SELL, Side.BUY) if is_long else (Side.BUY, Side.SELL)
        other = self.another(account)
        match self.draws.pick(6, 2, 2, 3, 2, 2, 3, 2):
            case 0:
                only = self.draws.draw(2) == 0
                price, lots = self.at_mark(market), self.lots(market)
                yield from self.met(account, other, market, away, price, lots, reduce_only=only)
            case 1:
                price = self.at_mark(market, 85 if is_long else 115)
                yield from self.met(account, other, market, away, price, self.lots(market))
            case 2:
                price = self.at_mark(market)
                yield from self.met(account, other, market, more, price, self.lots(market))
            case 3:
                spot = self.market_of(self.rules(market).asset, MarketKind.SPOT)
                price = self.at_mark(spot)
                yield from self.met(account, other, spot, Side.SELL, price, self.lots(spot))
            case 4:
                yield self.withdrawn(account, self.world.portion_atoms[0])
            case 5:
                lend = self.lending_market()
                rate = self.rules(lend).tick * 20
                yield from self.met(account, other, lend, Side.BUY, rate, self.lots(lend))
            case 6:
                yield self.deposited(account)
            case _:
                loan = self.some_loan(lambda loan: loan.borrower == account)
                swap = lc.SwapLoan(*self.who(loan.lender), LoanId(loan.loan))
                self.sent.loans.hand_over(loan.loan, is_one=False)
                yield swap

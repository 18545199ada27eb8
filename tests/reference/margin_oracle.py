"""RBV by the formulas of chapter 08 as they stand there, with fractions, from a dump alone."""

from fractions import Fraction
from itertools import product
from math import ceil, floor

from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.dump import (
    AnnouncedRiskDump,
    AssetDump,
    LoanDump,
    MarketDump,
    OrderDump,
    RiskDump,
    StateDump,
)
from tallystick.reference.types.parameters import MarginParameters

HOUR = 3_600_000
D = 87_600_000
MILLION = 1_000_000
PIECES = tuple(product((1, -1), repeat=3))


class Oracle:
    """An account of a dump, valued."""

    def __init__(self, dump: StateDump, account: int, announced: bool = False) -> None:
        self.dump, self.account, self.announced = dump, account, announced
        assert dump.parameters.margin is not None
        self.margin: MarginParameters = dump.parameters.margin

    def rbv(self) -> tuple[int, int]:
        """RBV initial and maintenance (MGN-024)."""
        scales = (self.margin.initial_scale_permille, self.margin.maintenance_scale_permille)
        initial, maintenance = (
            sum(self.value(asset, scale) for asset in self.dump.assets) for scale in scales
        )
        return initial, maintenance

    def value(self, asset: AssetDump, scale: int) -> int:
        """The value of an asset at a scale (MGN-023)."""
        if not self.is_priced(asset):
            return 0
        return floor(min(self.piece(asset, scale, *signs) for signs in PIECES))

    def is_priced(self, asset: AssetDump) -> bool:
        """Whether there are a mark and risk values (MGN-004)."""
        return asset.asset == 1 or (asset.mark is not None and self.risk(asset) is not None)

    def risk(self, asset: AssetDump) -> RiskDump | AnnouncedRiskDump | None:
        """The risk values to value by."""
        return (asset.announced if self.announced else None) or asset.risk

    def piece(self, asset: AssetDump, scale: int, h: int, e: int, g: int) -> Fraction:
        """The value in one piece (MGN-021)."""
        v, w, mark = self.factors(asset, scale, h, e, g)
        spot = Fraction(self.holding(asset) * mark * v, asset.lot_atoms * MILLION)
        lots, result = self.position(asset, mark)
        perp = result + Fraction(lots * mark * (w - MILLION), MILLION)
        terms = sum(
            (
                self.term(asset, market, order, is_buy, (v, w, mark))
                for market, order, is_buy in self.orders(asset)
            ),
            Fraction(0),
        )
        return spot + perp + terms

    def factors(self, asset: AssetDump, scale: int, h: int, e: int, g: int) -> tuple[int, int, int]:
        """v, w and the mark (MGN-020, MGN-022)."""
        if asset.asset == 1:
            return MILLION, MILLION, asset.lot_atoms
        risk = self.risk(asset)
        assert risk is not None
        assert asset.mark is not None
        c = MILLION + h * risk.risk_permille * scale
        v = c - e * risk.slippage_permille * scale
        w = c - g * risk.perp_slippage_permille * scale
        return v, w, asset.mark

    def holding(self, asset: AssetDump) -> Fraction:
        """x (MGN-001)."""
        own = self.dump.accounts[self.account - 1]
        x = Fraction(sum(each.atoms for each in own.balances if each.asset == asset.asset))
        for loan in self.dump.loans or ():
            if loan.asset != asset.asset:
                continue
            principal = loan.principal_lots * asset.lot_atoms
            if loan.borrower == self.account:
                x -= principal + self.provision(loan, principal)
            if loan.lender == self.account:
                x += Fraction((1000 - self.margin.lent_haircut_permille) * principal, 1000)
        if asset.asset == 1:
            for debt in self.dump.debts or ():
                x += debt.atoms * ((debt.creditor == self.account) - (debt.debtor == self.account))
        return x

    def provision(self, loan: LoanDump, principal: int) -> Fraction:
        """What is to be paid beside the principal (MGN-002)."""
        owed = max(8, ceil(Fraction(self.dump.now - loan.start, HOUR)))
        hours = max(ceil(Fraction(loan.due - loan.start, HOUR)), owed)
        due = principal * loan.rate * (hours - loan.hours_paid) - loan.interest_credit
        interest, fee = Fraction(due, D), Fraction(0)
        if loan.fee_rate and loan.fee_left_atoms:
            fee = (loan.fee_rate * interest - loan.fee_credit) / 100_000
            fee = min(Fraction(loan.fee_left_atoms), fee)
        return interest + fee + sum(one.interest_atoms + one.fee_atoms for one in loan.claims)

    def position(self, asset: AssetDump, mark: int) -> tuple[int, int]:
        """n and the result (MGN-003)."""
        lots = result = 0
        for market in self.dump.markets:
            if market.asset != asset.asset or market.funding is None:
                continue
            for leg in market.legs or ():
                sign = (leg.long_account == self.account) - (leg.short_account == self.account)
                accrued = leg.lots * market.funding.index - leg.funding_base
                lots += sign * leg.lots
                result += sign * (leg.lots * mark - leg.cost - accrued)
        return lots, result

    def orders(self, asset: AssetDump) -> list[tuple[MarketDump, OrderDump, bool]]:
        """Own resting orders on the asset's markets, and whether they buy."""
        return [
            (market, order, side is market.bids)
            for market in self.dump.markets
            if market.asset == asset.asset
            for side in (market.bids, market.asks)
            for order in side
            if order.account == self.account
        ]

    def term(
        self,
        asset: AssetDump,
        market: MarketDump,
        order: OrderDump,
        is_buy: bool,
        factors: tuple[int, int, int],
    ) -> Fraction:
        """The term of an order (MGN-025)."""
        (v, w, mark), lot_atoms = factors, asset.lot_atoms
        q, p, rate = order.open_lots, order.price, order.maker_fee_rate
        spot, perp = Fraction(mark * v, MILLION), Fraction(mark * w, MILLION)
        match market.kind, is_buy:
            case MarketKind.SPOT, True:
                fee = ceil(Fraction(lot_atoms * rate, 100_000))
                return q * min(Fraction(0), spot * (lot_atoms - fee) / lot_atoms - p)
            case MarketKind.LEND, True:
                return -q * spot * p * (100_000 + rate) / (365_000 * 100_000)
            case MarketKind.LEND, False:
                return -q * spot * self.margin.lent_haircut_permille / 1000
        fee = ceil(Fraction(p * rate, 100_000))
        if market.kind is MarketKind.SPOT:
            return q * min(Fraction(0), p - fee - spot)
        return q * min(Fraction(0), perp - p - fee if is_buy else p - fee - perp)

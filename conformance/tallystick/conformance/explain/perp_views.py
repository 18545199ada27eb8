"""What anyone may look at of perpetual futures (PRP-064), computed from a dump, with its sums."""

from attrs import frozen

from tallystick.conformance.explain.sums import Sum
from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.dump import (
    AccountDump,
    AssetDump,
    DebtDump,
    FundingDump,
    LegDump,
    MarketDump,
    StateDump,
)
from tallystick.reference.types.units import AccountId, AssetId, Atoms, Lots, MarketId, Price

BASE_ASSET = AssetId(1)
TREASURY = AccountId(0)
"""As a creditor (PRP-035)."""


@frozen
class PerpMarket:
    """A perpetual market of a dump; without a mark it has no legs (PRP-011)."""

    market: MarketId
    asset: AssetId
    mark: Price | None
    funding: FundingDump
    legs: tuple[LegDump, ...]

    def position(self, account: AccountId) -> Lots:
        """Lots of the legs in which it is long, less those in which it is short (PRP-004)."""
        return Lots(
            sum(
                leg.lots * ((leg.long_account == account) - (leg.short_account == account))
                for leg in self.legs
            )
        )

    def legs_of(self, account: AccountId) -> tuple[LegDump, ...]:
        """The legs of one account, by their numbers."""
        return tuple(leg for leg in self.legs if account in (leg.long_account, leg.short_account))

    def value(self, leg: LegDump) -> int:
        """What a leg is worth to its long at the mark (PRP-003)."""
        assert self.mark is not None
        return leg_sums(leg, self.mark, self.funding.index)[-1].equals


@frozen
class Wealth:
    """What an account has in the base asset (PRP-060)."""

    balance: Atoms
    claims: Atoms
    """Debts of others to it."""
    debts: Atoms
    legs: Atoms
    """Their values at the mark."""
    total: Sum


def perp_markets(dump: StateDump) -> tuple[PerpMarket, ...]:
    """The perpetual markets, ascending."""
    return tuple(
        _perp_market(market, asset_of(dump, market.asset))
        for market in dump.markets
        if market.kind is MarketKind.PERP
    )


def _perp_market(market: MarketDump, asset: AssetDump) -> PerpMarket:
    assert market.funding is not None
    assert market.legs is not None
    return PerpMarket(market.market, market.asset, asset.mark, market.funding, market.legs)


def asset_of(dump: StateDump, asset: AssetId) -> AssetDump:
    """The asset of that id, which there is."""
    return next(one for one in dump.assets if one.asset == asset)


def account_of(dump: StateDump, account: AccountId) -> AccountDump | None:
    """The account of that id, if there is one."""
    return next((one for one in dump.accounts if one.account == account), None)


def debts_of(dump: StateDump) -> tuple[DebtDump, ...]:
    """All settlement debts."""
    return dump.debts or ()


def leg_sums(leg: LegDump, mark: int, index: int) -> tuple[Sum, Sum, Sum]:
    """Unrealised profit, accrued funding and value of a leg, all to its long (PRP-003)."""
    profit = f"{leg.lots} * {mark} - {signed(leg.cost)}"
    funding = f"{leg.lots} * {signed(index)} - {signed(leg.funding_base)}"
    unrealised, accrued = leg.lots * mark - leg.cost, leg.lots * index - leg.funding_base
    return (
        Sum("unrealised profit", profit, unrealised),
        Sum("accrued funding", funding, accrued),
        Sum("value", f"{unrealised} - {signed(accrued)}", unrealised - accrued),
    )


def signed(number: int) -> str:
    """A number as it stands behind an operator: in parentheses if it is negative."""
    return f"({number})" if number < 0 else str(number)


def wealth_of(dump: StateDump, account: AccountId) -> Wealth:
    """The wealth of an account; all 0 of one that is not there yet."""
    owner = account_of(dump, account)
    balances = () if owner is None else owner.balances
    balance = sum(one.atoms for one in balances if one.asset == BASE_ASSET)
    debts = debts_of(dump)
    claims = sum(debt.atoms for debt in debts if debt.creditor == account)
    owes = sum(debt.atoms for debt in debts if debt.debtor == account)
    legs = sum(
        market.value(leg) * (1 if leg.long_account == account else -1)
        for market in perp_markets(dump)
        for leg in market.legs_of(account)
    )
    total = Sum(
        "wealth", f"{balance} + {claims} - {owes} + {signed(legs)}", balance + claims - owes + legs
    )
    return Wealth(Atoms(balance), Atoms(claims), Atoms(owes), Atoms(legs), total)

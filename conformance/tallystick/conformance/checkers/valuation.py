"""What accounts are worth under stress, told from a dump alone and in a way of its own.

`values` and `Portfolios` know the chapters and no engine; `valuation_parts` has the sums of one
asset, `valuation_judge` what a command may do to them.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from attrs import evolve

from tallystick.conformance.checkers.loan_record import (
    HOUR_MILLISECONDS,
    INTEREST_UNIT,
    MINIMUM_HOURS,
)
from tallystick.conformance.checkers.registry import BASE_ASSET
from tallystick.conformance.checkers.valuation_parts import (
    ATOM_UNIT,
    RATE_UNIT,
    Part,
    bend,
    closed_form,
    whole_number,
)
from tallystick.reference.types.dump import AssetDump, LoanDump, MarketDump, RiskDump, StateDump
from tallystick.reference.types.parameters import MarginParameters
from tallystick.reference.types.units import AccountId, AssetId

STATED_BOUND_ATOMS = 2**62
"""`account_valued` states nothing beyond (MGN-032)."""


class Values(NamedTuple):
    """Both RBV of an account, in base atoms, as large as they are (MGN-024)."""

    initial_atoms: int
    maintenance_atoms: int

    def stated(self) -> "Values":
        """As `account_valued` states them (MGN-032)."""
        return Values(*(max(-STATED_BOUND_ATOMS, min(each, STATED_BOUND_ATOMS)) for each in self))


def margin_of(dump: StateDump) -> MarginParameters:
    """The parameters of chapter 08; ValueError in a profile without it."""
    if dump.parameters.margin is None:
        raise ValueError(f"profile {dump.profile} values no account")
    return dump.parameters.margin


def provision_atoms(loan: LoanDump, lot_atoms: int, now: int) -> Fraction:
    """What the borrower will have to pay beside the principal (MGN-002), in atoms."""
    begun = -((loan.start - now) // HOUR_MILLISECONDS)
    term = -((loan.start - loan.due) // HOUR_MILLISECONDS)
    hours = max(term, MINIMUM_HOURS, begun) - loan.hours_paid
    owed = loan.principal_lots * lot_atoms * loan.rate * hours
    interest = Fraction(owed - loan.interest_credit, INTEREST_UNIT)
    fee = Fraction(0)
    if loan.fee_rate and loan.fee_left_atoms:
        uncapped = (loan.fee_rate * interest - loan.fee_credit) / RATE_UNIT
        fee = min(Fraction(loan.fee_left_atoms), uncapped)
    return interest + fee + sum(claim.interest_atoms + claim.fee_atoms for claim in loan.claims)


class Portfolios:
    """What every account of a dump has in every asset, gathered once.

    `announced` takes the announced risk values of the assets that have such (MGN-060).
    """

    def __init__(self, dump: StateDump, *, announced: bool = False) -> None:
        """Gather; ValueError in a profile without chapter 08."""
        self._margin = margin_of(dump)
        self._dump = dump
        self._assets = {one.asset: one for one in _with_announced(dump, announced)}
        self._parts: dict[AccountId, dict[AssetId, Part]] = {
            one.account: {} for one in dump.accounts
        }
        self._add_balances()
        self._add_loans()
        for market in dump.markets:
            self._add_legs(market)
            self._add_orders(market)

    def parts(self, account: AccountId) -> Mapping[AssetId, Part]:
        """Every asset in which the account has a balance, a loan, a leg, a debt or an order."""
        return self._parts[account]

    def value(self, account: AccountId, scale_permille: int) -> int:
        """RBV of an account at a scale, in base atoms (MGN-024): one floor for each asset."""
        parts = self._parts[account].values()
        return sum(part.exact_value(scale_permille).__floor__() for part in parts)

    def values(self, account: AccountId) -> Values:
        """RBV initial and RBV maintenance of an account."""
        return Values(
            self.value(account, self._margin.initial_scale_permille),
            self.value(account, self._margin.maintenance_scale_permille),
        )

    def equity(self, account: AccountId) -> int:
        """RBV of an account at scale 0 without its orders, in base atoms (chapter 09)."""
        parts = self._parts[account].values()
        return sum(closed_form(part, 0).__floor__() for part in parts if part.is_priced())

    def all_values(self) -> dict[AccountId, Values]:
        """Both RBV of every account."""
        return {account: self.values(account) for account in self._parts}

    def _part(self, account: AccountId, asset: AssetId) -> Part:
        # A wrong engine may name an account that nobody opened; other checkers say so.
        parts = self._parts.setdefault(account, {})
        if asset not in parts:
            parts[asset] = Part(self._assets[asset])
        return parts[asset]

    def _add_balances(self) -> None:
        for account in self._dump.accounts:
            for balance in account.balances:
                if balance.atoms:
                    part = self._part(account.account, balance.asset)
                    part.holding += balance.atoms * ATOM_UNIT
        for debt in self._dump.debts or ():
            self._part(debt.debtor, BASE_ASSET).holding -= debt.atoms * ATOM_UNIT
            if debt.creditor:
                self._part(debt.creditor, BASE_ASSET).holding += debt.atoms * ATOM_UNIT

    def _add_loans(self) -> None:
        counted_permille = 1_000 - self._margin.lent_haircut_permille
        for loan in self._dump.loans or ():
            lot_atoms = self._assets[loan.asset].lot_atoms
            principal = loan.principal_lots * lot_atoms
            owed = principal + provision_atoms(loan, lot_atoms, self._dump.now)
            self._part(loan.borrower, loan.asset).holding -= whole_number(owed * ATOM_UNIT)
            lent = Fraction(principal * counted_permille, 1_000)
            self._part(loan.lender, loan.asset).holding += whole_number(lent * ATOM_UNIT)

    def _add_legs(self, market: MarketDump) -> None:
        mark = self._assets[market.asset].mark
        if not market.legs or market.funding is None or mark is None:
            return
        for leg in market.legs:
            funding = leg.lots * market.funding.index - leg.funding_base
            value = leg.lots * mark - leg.cost - funding
            for account, sign in ((leg.long_account, 1), (leg.short_account, -1)):
                part = self._part(account, market.asset)
                part.position_lots += sign * leg.lots
                part.result_atoms += sign * value

    def _add_orders(self, market: MarketDump) -> None:
        haircut = self._margin.lent_haircut_permille
        for orders, is_buy in ((market.bids, True), (market.asks, False)):
            for order in orders:
                part = self._part(order.account, market.asset)
                part.has_orders = True
                bend(part, market.kind, order, is_buy=is_buy, haircut_permille=haircut)


def values(dump: StateDump, account: AccountId, scale_permille: int) -> int:
    """RBV of one account at any scale, in base atoms (MGN-024)."""
    return Portfolios(dump).value(account, scale_permille)


def _with_announced(dump: StateDump, announced: bool) -> Iterator[AssetDump]:
    for asset in dump.assets:
        yield under_announced(asset) if announced else asset


def under_announced(asset: AssetDump) -> AssetDump:
    """The asset as it will be when its announced values are in force (MGN-013)."""
    if asset.announced is None:
        return asset
    risk = asset.announced
    in_force = RiskDump(risk.risk_permille, risk.slippage_permille, risk.perp_slippage_permille)
    return evolve(asset, risk=in_force, announced=None)

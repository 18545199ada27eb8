"""A bankruptcy told from a dump alone: who owes whom, and who gets what (LIQ-031 to LIQ-034)."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import define, field, frozen

from tallystick.conformance.checkers.debts import TREASURY
from tallystick.conformance.checkers.loan_record import (
    HOUR_MILLISECONDS,
    INTEREST_UNIT,
    MINIMUM_HOURS,
)
from tallystick.conformance.checkers.registry import BASE_ASSET
from tallystick.conformance.checkers.valuation_parts import mark_of
from tallystick.reference.types.dump import AssetDump, LoanDump, StateDump
from tallystick.reference.types.units import AccountId, AssetId

Payment = tuple[AccountId, AccountId, int]
"""Who owes, whom, how many base atoms."""


@frozen
class Sums:
    """What the target and others owe each other at the marks, and what is left beside it."""

    claims: Mapping[AccountId, int]
    """What each creditor may claim, in base atoms, ascending by creditor; 0 is the treasury."""
    owed: Mapping[AccountId, int]
    """What each debtor owes, ascending."""
    passed: tuple[Payment, ...]
    """Claims on loans that the target had lent, which are of others now."""
    gross: Mapping[AccountId, tuple[Fraction, Fraction]]
    """Of each counterparty what it owes and what it is owed, contract by contract, not netted."""

    @property
    def claims_atoms(self) -> int:
        """All claims together."""
        return sum(self.claims.values())


def is_priced(asset: AssetDump) -> bool:
    """Whether the asset has a mark and risk values, as the base asset always (MGN-004)."""
    return asset.asset == BASE_ASSET or (asset.mark is not None and asset.risk is not None)


def value_of(asset: AssetDump, atoms: Fraction | int) -> Fraction:
    """Atoms of a priced asset in base atoms, at its mark."""
    return Fraction(atoms) * mark_of(asset) / asset.lot_atoms


def interest_owed(loan: LoanDump, lot_atoms: int, now: int) -> Fraction:
    """The interest on the hours that are owed beyond those paid, exactly."""
    begun = -((loan.start - now) // HOUR_MILLISECONDS)
    hours = max(MINIMUM_HOURS, begun) - loan.hours_paid
    if hours <= 0:
        return Fraction(0)
    owed = loan.principal_lots * lot_atoms * loan.rate * hours
    return Fraction(owed - loan.interest_credit, INTEREST_UNIT)


@define
class _Tally:
    """Base atoms that others owe the target (positive) or it owes them (negative)."""

    dump: StateDump
    target: AccountId
    passed: list[Payment] = field(factory=list)
    _gross: dict[AccountId, tuple[Fraction, Fraction]] = field(factory=dict)

    def owes(self, payer: AccountId, payee: AccountId, atoms: Fraction) -> None:
        """One of the two is the target; a negative amount is owed the other way."""
        is_owed_to_target = (payer != self.target) == (atoms > 0)
        other = payee if payer == self.target else payer
        owed, claimed = self._gross.get(other, (Fraction(0), Fraction(0)))
        if is_owed_to_target:
            self._gross[other] = (owed + abs(atoms), claimed)
        else:
            self._gross[other] = (owed, claimed + abs(atoms))

    def sums(self) -> Sums:
        """All added up and rounded: claims down, what is owed up."""
        exact = [(account, owed - claim) for account, (owed, claim) in sorted(self._gross.items())]
        claims = {account: (-atoms).__floor__() for account, atoms in exact if -atoms >= 1}
        owed = {account: atoms.__ceil__() for account, atoms in exact if atoms > 0}
        return Sums(claims, owed, tuple(self.passed), self._gross)

    def add_loan(self, loan: LoanDump, asset: AssetDump) -> None:
        """A loan with its claims, as far as it concerns the target."""
        is_own = self.target in (loan.lender, loan.borrower)
        if is_own:
            principal = loan.principal_lots * asset.lot_atoms
            interest = interest_owed(loan, asset.lot_atoms, self.dump.now)
            self.owes(loan.borrower, loan.lender, value_of(asset, principal + interest))
        for claim in loan.claims:
            worth = value_of(asset, claim.interest_atoms), value_of(asset, claim.fee_atoms)
            if self.target in (loan.borrower, claim.account):
                self.owes(loan.borrower, claim.account, worth[0])
            elif is_own and claim.interest_atoms:
                self.passed.append((loan.borrower, claim.account, worth[0].__ceil__()))
            if loan.borrower == self.target:
                self.owes(loan.borrower, TREASURY, worth[1])
            elif is_own and claim.fee_atoms:
                self.passed.append((loan.borrower, TREASURY, worth[1].__ceil__()))


def sums_of(dump: StateDump, target: AccountId) -> Sums:
    """What LIQ-031 sums, from the state in which the bankruptcy is declared."""
    tally = _Tally(dump, target)
    assets = {asset.asset: asset for asset in dump.assets}
    for market in dump.markets:
        for leg in market.legs or ():
            if target in (leg.long_account, leg.short_account):
                assert market.funding is not None
                mark = mark_of(assets[market.asset])
                accrued = leg.lots * market.funding.index - leg.funding_base
                value = leg.lots * mark - leg.cost - accrued
                tally.owes(leg.short_account, leg.long_account, Fraction(value))
    for debt in dump.debts or ():
        if target in (debt.debtor, debt.creditor):
            tally.owes(debt.debtor, debt.creditor, Fraction(debt.atoms))
    for loan in dump.loans or ():
        tally.add_loan(loan, assets[loan.asset])
    return tally.sums()


def balances_of(dump: StateDump, account: AccountId) -> dict[AssetId, int]:
    """Atoms by asset, ascending; nothing of an account that nobody opened."""
    known = (one for one in dump.accounts if one.account == account)
    return {held.asset: held.atoms for one in known for held in one.balances}


def base_of(dump: StateDump, account: AccountId) -> int:
    """Base atoms of an account."""
    return balances_of(dump, account).get(BASE_ASSET, 0)


def estate_of(dump: StateDump, target: AccountId, sums: Sums) -> Fraction:
    """E of LIQ-032: priced balances at their marks, and what debtors owe, paid or not."""
    assets = {asset.asset: asset for asset in dump.assets}
    held = (
        value_of(assets[asset], atoms)
        for asset, atoms in balances_of(dump, target).items()
        if is_priced(assets[asset])
    )
    return sum(held, Fraction(0)) + sum(sums.owed.values())


def net_worth_of(dump: StateDump, target: AccountId) -> int:
    """E less C, rounded down: the net worth of chapter 09, in base atoms."""
    sums = sums_of(dump, target)
    return (estate_of(dump, target, sums) - sums.claims_atoms).__floor__()


def distributed(part: int, worth_of_an_atom: Fraction, missing: Fraction) -> int:
    """What creditors together get of a part of the estate while so much is missing (LIQ-033)."""
    if part * worth_of_an_atom <= missing:
        return part
    return (missing / worth_of_an_atom).__floor__()


def shares(atoms: int, claims: Mapping[AccountId, int]) -> Iterator[tuple[AccountId, int]]:
    """Atoms in proportion to claims, ascending; those left over to the largest remainders."""
    total = sum(claims.values())
    if not total:
        return
    found = {account: atoms * claim // total for account, claim in claims.items()}
    left = atoms - sum(found.values())
    ranked = sorted(claims, key=lambda account: (-(atoms * claims[account] % total), account))
    for account in ranked[:left]:
        found[account] += 1
    yield from ((account, share) for account, share in sorted(found.items()) if share)

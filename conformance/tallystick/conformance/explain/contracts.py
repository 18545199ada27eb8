"""What an account and each of its counterparties owe each other, from a dump (LIQ-031, LIQ-045).

Signs are those of the account: what it is owed is positive, what it owes negative. Values are in
base atoms at the marks, exact.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum, unique
from fractions import Fraction

from attrs import frozen

from tallystick.conformance.checkers.close_out import interest_owed
from tallystick.conformance.explain.perp_views import (
    BASE_ASSET,
    TREASURY,
    asset_of,
    debts_of,
    leg_sums,
    perp_markets,
)
from tallystick.conformance.explain.world_runs import overdue_ms
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    LegId,
    LoanId,
    Lots,
    MarketId,
    Milliseconds,
    Price,
)


@unique
class Kind(StrEnum):
    """The kinds of contract of LIQ-031."""

    LEG = "leg"
    DEBT = "debt"
    LOAN = "loan"
    CLAIM = "claim"


@frozen
class LegBetween:
    """A leg, worth its profit less its funding (PRP-003)."""

    market: MarketId
    asset: AssetId
    leg: LegId
    counterparty: AccountId
    position_lots: int
    profit_atoms: Atoms
    funding_atoms: Atoms
    value: Fraction


@frozen
class DebtBetween:
    """A settlement debt; `overdue_ms` is 0 if it is not overdue (PRP-036)."""

    debtor: AccountId
    creditor: AccountId
    counterparty: AccountId
    due: Milliseconds
    overdue_ms: Milliseconds
    atoms: Atoms
    value: Fraction


@frozen
class LoanBetween:
    """A loan: principal, and interest on hours owed beyond those paid, in atoms of the asset."""

    loan: LoanId
    asset: AssetId
    lender: AccountId
    borrower: AccountId
    counterparty: AccountId
    principal_lots: Lots
    principal_atoms: Atoms
    interest: Fraction
    rate: Price
    due: Milliseconds
    overdue_ms: Milliseconds
    returnable: bool
    extensible: bool
    auto_renew: bool
    value: Fraction


@frozen
class ClaimBetween:
    """Interest owed to a former lender, or the fee on it to the treasury, of the loan's asset."""

    loan: LoanId
    asset: AssetId
    borrower: AccountId
    creditor: AccountId
    counterparty: AccountId
    atoms: Atoms
    value: Fraction


Contract = LegBetween | DebtBetween | LoanBetween | ClaimBetween
KINDS = {
    LegBetween: Kind.LEG,
    DebtBetween: Kind.DEBT,
    LoanBetween: Kind.LOAN,
    ClaimBetween: Kind.CLAIM,
}


def contracts_of(dump: StateDump, account: AccountId) -> tuple[Contract, ...]:
    """All contracts of an account: legs, debts, loans, claims, each ascending."""
    return (
        *_legs(dump, account),
        *_debts(dump, account),
        *_loans(dump, account),
        *_claims(dump, account),
    )


def counterparties(contracts: Iterable[Contract]) -> tuple[AccountId, ...]:
    """Whom these contracts are with, ascending, the treasury being 0."""
    return tuple(sorted({one.counterparty for one in contracts}))


def with_counterparty(
    contracts: Iterable[Contract], counterparty: AccountId
) -> tuple[Contract, ...]:
    """Those with one counterparty."""
    return tuple(one for one in contracts if one.counterparty == counterparty)


def of_kind(contracts: Iterable[Contract], kind: Kind) -> tuple[Contract, ...]:
    """Those of one kind."""
    return tuple(one for one in contracts if KINDS[type(one)] is kind)


def net_value(contracts: Iterable[Contract]) -> Fraction:
    """What all come to."""
    return sum((one.value for one in contracts), Fraction(0))


def gross_values(contracts: Sequence[Contract]) -> tuple[Fraction, Fraction]:
    """What the account is owed, and what it owes, before netting: neither is negative."""
    is_owed = net_value(one for one in contracts if one.value > 0)
    return is_owed, is_owed - net_value(contracts)


def asset_held(contract: Contract) -> tuple[AssetId, Fraction]:
    """The asset of a contract, and what is owed of it in atoms; of a leg nothing is."""
    if isinstance(contract, LegBetween):
        return contract.asset, Fraction(0)
    if isinstance(contract, DebtBetween):
        return BASE_ASSET, contract.value
    if isinstance(contract, LoanBetween):
        amount = contract.principal_atoms + contract.interest
        return contract.asset, amount if contract.value > 0 else -amount
    return contract.asset, Fraction(contract.atoms if contract.value > 0 else -contract.atoms)


def mark_of(dump: StateDump, asset: AssetId) -> Fraction:
    """What an atom of a priced asset is worth in base atoms."""
    if asset == BASE_ASSET:
        return Fraction(1)
    listed = asset_of(dump, asset)
    assert listed.mark is not None
    return Fraction(listed.mark, listed.lot_atoms)


def _legs(dump: StateDump, account: AccountId) -> Iterator[LegBetween]:
    for market in perp_markets(dump):
        for leg in market.legs_of(account):
            assert market.mark is not None
            profit, funding, value = leg_sums(leg, market.mark, market.funding.index)
            sign = 1 if leg.long_account == account else -1
            yield LegBetween(
                market.market,
                market.asset,
                leg.leg,
                leg.short_account if sign > 0 else leg.long_account,
                sign * leg.lots,
                Atoms(sign * profit.equals),
                Atoms(sign * funding.equals),
                Fraction(sign * value.equals),
            )


def _debts(dump: StateDump, account: AccountId) -> Iterator[DebtBetween]:
    for debt in debts_of(dump):
        if account in (debt.debtor, debt.creditor):
            is_owed = debt.creditor == account
            yield DebtBetween(
                debt.debtor,
                debt.creditor,
                debt.debtor if is_owed else debt.creditor,
                debt.due,
                overdue_ms(dump, debt.due),
                debt.atoms,
                Fraction(debt.atoms if is_owed else -debt.atoms),
            )


def _loans(dump: StateDump, account: AccountId) -> Iterator[LoanBetween]:
    for loan in dump.loans or ():
        if account in (loan.lender, loan.borrower):
            is_lent = loan.lender == account
            lot_atoms = asset_of(dump, loan.asset).lot_atoms
            principal = loan.principal_lots * lot_atoms
            interest = interest_owed(loan, lot_atoms, dump.now)
            value = (principal + interest) * mark_of(dump, loan.asset)
            yield LoanBetween(
                loan.loan,
                loan.asset,
                loan.lender,
                loan.borrower,
                loan.borrower if is_lent else loan.lender,
                loan.principal_lots,
                Atoms(principal),
                interest,
                loan.rate,
                loan.due,
                overdue_ms(dump, loan.due),
                loan.returnable,
                loan.extensible,
                loan.auto_renew,
                value if is_lent else -value,
            )


def _claims(dump: StateDump, account: AccountId) -> Iterator[ClaimBetween]:
    for loan in dump.loans or ():
        price = mark_of(dump, loan.asset) if loan.claims else Fraction(0)
        for claim in loan.claims:
            owed = [(claim.account, claim.interest_atoms)]
            if loan.borrower == account:
                owed.append((TREASURY, claim.fee_atoms))
            elif claim.account != account:
                continue
            for creditor, atoms in owed:
                is_owed = creditor == account
                if atoms:
                    yield ClaimBetween(
                        loan.loan,
                        loan.asset,
                        loan.borrower,
                        creditor,
                        loan.borrower if is_owed else creditor,
                        atoms,
                        atoms * price * (1 if is_owed else -1),
                    )

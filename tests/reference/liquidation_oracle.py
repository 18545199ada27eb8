"""What chapter 09 says of an account, with fractions, from a dump alone."""

from fractions import Fraction
from math import ceil, floor

from attrs import frozen

from tallystick.reference.types.dump import AccountDump, LoanDump, StateDump
from tests.reference.margin_oracle import HOUR, MILLION, D, Oracle


@frozen
class CloseOut:
    """Creditors, debtors and the estate as LIQ-031 and LIQ-032 have them."""

    claims: dict[int, int]
    debts: dict[int, int]
    estate: Fraction
    atom_values: Fraction


def is_open(dump: StateDump, account: int) -> bool:
    """Whether an account is below zero or overdue (LIQ-001)."""
    loans = [loan.due for loan in dump.loans or () if loan.borrower == account]
    debts = [debt.due for debt in dump.debts or () if debt.debtor == account]
    is_overdue = any(dump.now > due for due in (*loans, *debts))
    return is_overdue or Oracle(dump, account).rbv()[1] < 0


def equity(dump: StateDump, account: int) -> int:
    """RBV at scale 0 without orders."""
    oracle, total = Oracle(dump, account), 0
    for asset in dump.assets:
        if oracle.is_priced(asset):
            mark = asset.lot_atoms if asset.asset == 1 else asset.mark or 0
            lots, result = oracle.position(asset, mark)
            assert lots == 0 or mark
            total += floor(Fraction(oracle.holding(asset) * mark, asset.lot_atoms) + result)
    return total


def contracts(dump: StateDump, account: int) -> dict[int, Fraction]:
    """What each counterparty owes an account at the marks, itself if negative (LIQ-031)."""
    found: dict[int, Fraction] = {}
    for other, atoms in (*_of_legs(dump, account), *_of_debts(dump, account)):
        found[other] = found.get(other, Fraction(0)) + atoms
    for loan in dump.loans or ():
        for other, atoms in _of_loan(dump, loan, account):
            found[other] = found.get(other, Fraction(0)) + atoms * atom_value(dump, loan.asset)
    return found


def counterparties(dump: StateDump, account: int) -> set[int]:
    """Everybody who has a contract with an account, also on a loan that it lent (LIQ-050)."""
    found = set(contracts(dump, account))
    for loan in dump.loans or ():
        if account in (loan.lender, loan.borrower):
            found.update(claim.account for claim in loan.claims)
    return found - {account}


def atom_value(dump: StateDump, asset: int) -> Fraction:
    """The value of an atom at the mark."""
    listed = dump.assets[asset - 1]
    mark = listed.lot_atoms if asset == 1 else listed.mark
    assert mark is not None
    return Fraction(mark, listed.lot_atoms)


def close_out(dump: StateDump, target: int) -> CloseOut:
    """Whom the target's estate goes to, and how large it is."""
    owed = contracts(dump, target)
    claims = {other: floor(-value) for other, value in sorted(owed.items()) if -value >= 1}
    debts = {other: ceil(value) for other, value in sorted(owed.items()) if value > 0}
    # Debtors who pay and what they still owe are together what they owe.
    estate, atom_values = Fraction(sum(debts.values())), Fraction(len(debts))
    oracle = Oracle(dump, target)
    for asset in dump.assets:
        atoms = held(dump.accounts[target - 1], asset.asset)
        if oracle.is_priced(asset):
            estate += atoms * atom_value(dump, asset.asset)
            atom_values += atom_value(dump, asset.asset)
    return CloseOut(claims, debts, estate, atom_values)


def held(account: AccountDump, asset: int) -> int:
    """Atoms of a balance."""
    return sum(balance.atoms for balance in account.balances if balance.asset == asset)


def _of_legs(dump: StateDump, account: int) -> list[tuple[int, Fraction]]:
    found = []
    for market in dump.markets:
        mark = dump.assets[market.asset - 1].mark or 0
        for leg in market.legs or ():
            assert market.funding is not None
            accrued = leg.lots * market.funding.index - leg.funding_base
            value = leg.lots * mark - leg.cost - accrued
            if leg.long_account == account:
                found.append((int(leg.short_account), Fraction(value)))
            if leg.short_account == account:
                found.append((int(leg.long_account), Fraction(-value)))
    return found


def _of_debts(dump: StateDump, account: int) -> list[tuple[int, Fraction]]:
    owed = [(debt.creditor, -debt.atoms) for debt in dump.debts or () if debt.debtor == account]
    due = [(debt.debtor, debt.atoms) for debt in dump.debts or () if debt.creditor == account]
    return [(int(other), Fraction(atoms)) for other, atoms in (*owed, *due)]


def _of_loan(dump: StateDump, loan: LoanDump, account: int) -> list[tuple[int, Fraction]]:
    """Who owes an account how many atoms of the asset because of a loan."""
    principal = Fraction(loan.principal_lots * dump.assets[loan.asset - 1].lot_atoms)
    hours = max(8, ceil(Fraction(dump.now - loan.start, HOUR))) - loan.hours_paid
    if hours > 0:
        principal += (principal * loan.rate * hours - loan.interest_credit) / D
    found: list[tuple[int, Fraction]] = []
    if loan.lender == account:
        found.append((loan.borrower, principal))
    if loan.borrower == account:
        found.append((loan.lender, -principal))
        for claim in loan.claims:
            found.append((claim.account, Fraction(-claim.interest_atoms)))
            found.append((0, Fraction(-claim.fee_atoms)))
    own = (claim for claim in loan.claims if claim.account == account)
    found.extend((loan.borrower, Fraction(claim.interest_atoms)) for claim in own)
    return [(int(other), atoms) for other, atoms in found if atoms]


def exchange_is_fair(dump: StateDump, given: tuple[int, int], taken: tuple[int, int]) -> bool:
    """Whether atoms given for others, each with their asset, are inside the band (LIQ-023)."""
    margin = dump.parameters.margin
    assert margin is not None
    risks = [dump.assets[asset - 1].risk for asset, _ in (given, taken)]
    slippages = [risk.slippage_permille for risk in risks if risk is not None]
    width = max(slippages, default=0) * margin.band_multiple * margin.maintenance_scale_permille
    band = Fraction(max(0, width - 1_000), MILLION)
    worth = given[1] * atom_value(dump, given[0]), taken[1] * atom_value(dump, taken[0])
    return worth[0] >= worth[1] * (1 - band)

"""What everybody is worth at the marks, contracts and all: fractions, from a dump alone.

Loans count with the interest on the hours that are owed now and not paid, without the venue's fee;
so every contract is worth to one party what it costs the other, and all fortunes of a venue are
kept by whatever only moves atoms.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from attrs import frozen

from tallystick.reference.types.dump import AssetDump, LoanDump, StateDump
from tallystick.reference.types.units import AccountId, AssetId
from tests.theorems.worlds import BASE, HOUR

TREASURY = AccountId(0)
ESCROW = AccountId(-1)
INTEREST_UNIT = 87_600_000
Owed = tuple[AccountId, AccountId, Fraction]
"""Who owes, whom, how much in base atoms; the other way round if negative."""


def is_priced(asset: AssetDump) -> bool:
    """Whether atoms of an asset count (MGN-004)."""
    return asset.asset == BASE or (asset.mark is not None and asset.risk is not None)


def price_of(dump: StateDump, asset: AssetId) -> Fraction:
    """Base atoms for an atom of a priced asset."""
    found = dump.assets[asset - 1]
    return Fraction(1) if asset == BASE else Fraction(found.mark or 0, found.lot_atoms)


def owed_in(dump: StateDump) -> Iterator[Owed]:
    """Every contract of a venue: legs, debts, loans and claims."""
    for market in dump.markets:
        for leg in market.legs or ():
            assert market.funding is not None
            mark = dump.assets[market.asset - 1].mark or 0
            accrued = leg.lots * market.funding.index - leg.funding_base
            value = Fraction(leg.lots * mark - leg.cost - accrued)
            yield leg.short_account, leg.long_account, value
    for debt in dump.debts or ():
        yield debt.debtor, debt.creditor, Fraction(debt.atoms)
    for loan in dump.loans or ():
        price = price_of(dump, loan.asset)
        yield loan.borrower, loan.lender, _owed_on(dump, loan) * price
        for claim in loan.claims:
            if claim.interest_atoms:
                yield loan.borrower, claim.account, claim.interest_atoms * price
            yield loan.borrower, TREASURY, claim.fee_atoms * price


def _owed_on(dump: StateDump, loan: LoanDump) -> Fraction:
    """Principal and interest, in atoms of the asset."""
    principal = loan.principal_lots * dump.assets[loan.asset - 1].lot_atoms
    hours = max(8, -((loan.start - dump.now) // HOUR)) - loan.hours_paid
    interest = Fraction(0)
    if hours > 0:
        interest = Fraction(principal * loan.rate * hours - loan.interest_credit, INTEREST_UNIT)
    return principal + interest


def fortunes(dump: StateDump) -> dict[AccountId, Fraction]:
    """Of every account, of the treasury and of all escrows, as fractions of base atoms."""
    found: dict[AccountId, Fraction] = {}
    for account in dump.accounts:
        for balance in account.balances:
            if is_priced(dump.assets[balance.asset - 1]):
                _add(found, account.account, balance.atoms * price_of(dump, balance.asset))
    for asset in dump.assets:
        if is_priced(asset):
            _add(found, TREASURY, asset.treasury_atoms * price_of(dump, asset.asset))
    for escrow in dump.escrows or ():
        _add(found, ESCROW, Fraction(escrow.atoms))
    for debtor, creditor, atoms in owed_in(dump):
        _add(found, debtor, -atoms)
        _add(found, creditor, atoms)
    return found


def between(dump: StateDump, target: AccountId) -> dict[AccountId, tuple[Fraction, Fraction]]:
    """What each counterparty owes an account, and what it is owed, contract by contract."""
    found: dict[AccountId, tuple[Fraction, Fraction]] = {}
    for debtor, creditor, atoms in owed_in(dump):
        if target not in (debtor, creditor) or not atoms:
            continue
        other = creditor if debtor == target else debtor
        owes, is_owed = found.get(other, (Fraction(0), Fraction(0)))
        # A leg with a negative value is owed the other way round.
        if (creditor == target) == (atoms > 0):
            found[other] = owes + abs(atoms), is_owed
        else:
            found[other] = owes, is_owed + abs(atoms)
    return found


@frozen
class Estate:
    """What a bankruptcy would find before anybody pays: balances that count, claims, debts.

    Claims are rounded down, and those of nothing left out; debts are rounded up (LIQ-031).
    """

    balances: dict[AssetId, int]
    claims: dict[AccountId, int]
    owing: dict[AccountId, int]
    worth: Fraction

    @classmethod
    def of_account(cls, dump: StateDump, target: AccountId) -> "Estate":
        """Of an account as if it were declared bankrupt."""
        gross = sorted(between(dump, target).items())
        claims = {one: floor(owed - owes) for one, (owes, owed) in gross}
        owing = {one: ceil(owes - owed) for one, (owes, owed) in gross}
        owing = {one: atoms for one, atoms in owing.items() if atoms > 0}
        rows = dump.accounts[target - 1].balances
        priced = [one for one in rows if is_priced(dump.assets[one.asset - 1])]
        balances = {one.asset: int(one.atoms) for one in priced if one.atoms}
        held = [atoms * price_of(dump, asset) for asset, atoms in balances.items()]
        worth = sum(held, Fraction(sum(owing.values())))
        return cls(balances, {one: c for one, c in claims.items() if c >= 1}, owing, worth)

    @property
    def claimed(self) -> int:
        """C of LIQ-032."""
        return sum(self.claims.values())


def net_worth(dump: StateDump, account: AccountId) -> int:
    """What an account has at the marks less what it owes until now, rounded down (chapter 09)."""
    estate = Estate.of_account(dump, account)
    return floor(estate.worth - estate.claimed)


def _add(found: dict[AccountId, Fraction], account: AccountId, atoms: Fraction) -> None:
    found[account] = found.get(account, Fraction(0)) + atoms

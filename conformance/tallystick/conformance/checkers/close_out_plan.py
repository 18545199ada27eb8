"""The events that a bankruptcy must have, from the state in which it is declared (LIQ-034)."""

from collections.abc import Iterator
from fractions import Fraction

from attrs import define, field

from tallystick.conformance.checkers.close_out import (
    Payment,
    Sums,
    balances_of,
    base_of,
    distributed,
    estate_of,
    is_priced,
    shares,
    sums_of,
    value_of,
)
from tallystick.conformance.checkers.debts import TREASURY, Debts, due_of_new
from tallystick.conformance.checkers.registry import BASE_ASSET
from tallystick.conformance.checkers.valuation import STATED_BOUND_ATOMS
from tallystick.reference.types.dump import AssetDump, StateDump
from tallystick.reference.types.events import Event
from tallystick.reference.types.liquidation_events import (
    BankruptcyDeclared,
    CloseOutPaid,
    EstatePaid,
    LossRecorded,
)
from tallystick.reference.types.perp_events import DebtOpened, SettlementPaid
from tallystick.reference.types.units import AccountId, Atoms


def stated(atoms: int) -> Atoms:
    """As an event states an amount that has no bound (LIQ-034)."""
    return Atoms(min(atoms, STATED_BOUND_ATOMS))


@define
class CloseOutPlan:
    """A bankruptcy carried out on balances and debts of its own."""

    dump: StateDump
    target: AccountId
    sums: Sums
    estate: Fraction
    payments: list[Payment] = field(factory=list)
    """What is paid as PRP-034 says, in its order."""
    _balances: dict[AccountId, int] = field(factory=dict)
    _debts: Debts = field(factory=Debts)
    _worth: dict[AccountId, Fraction] = field(factory=dict)
    """What each creditor got, at the marks."""
    _covered: Fraction = Fraction(0)
    """What all of them have got so far."""

    @classmethod
    def of_dump(cls, dump: StateDump, target: AccountId) -> "CloseOutPlan":
        """From the state behind the removal of the target's orders."""
        sums = sums_of(dump, target)
        plan = cls(dump, target, sums, estate_of(dump, target, sums))
        plan._balances = {one.account: base_of(dump, one.account) for one in dump.accounts}
        for debt in dump.debts or ():
            if target not in (debt.debtor, debt.creditor):
                plan._debts.add(debt)
        return plan

    def events(self) -> Iterator[Event]:
        """All events behind those of the orders; to be gone through once."""
        estate_atoms = stated(self.estate.__floor__())
        yield BankruptcyDeclared(self.target, estate_atoms, stated(self.sums.claims_atoms))
        for payment in self.sums.passed:
            yield from self._pay(*payment)
        left = {}
        for debtor, atoms in self.sums.owed.items():
            paid = min(atoms, self._balances[debtor])
            left[debtor] = atoms - paid
            self._move(debtor, self.target, paid)
            if paid:
                yield CloseOutPaid(debtor, self.target, Atoms(paid))
        yield from self._balances_shared()
        for debtor, atoms in left.items():
            yield from self._rest_shared(debtor, atoms)
        for account, claim in self.sums.claims.items():
            worth = self._worth.get(account, Fraction(0)).__floor__()
            yield LossRecorded(self.target, account, stated(claim), stated(worth))

    def _got(self, account: AccountId, worth: Fraction) -> None:
        self._worth[account] = self._worth.get(account, Fraction(0)) + worth

    def _distributed(self, part: int, worth_of_an_atom: Fraction) -> int:
        """Of this part, which is the next one."""
        atoms = distributed(part, worth_of_an_atom, self.sums.claims_atoms - self._covered)
        self._covered += atoms * worth_of_an_atom
        return atoms

    def _balances_shared(self) -> Iterator[Event]:
        assets = {asset.asset: asset for asset in self.dump.assets}
        held = {**balances_of(self.dump, self.target), BASE_ASSET: self._balances[self.target]}
        for asset, atoms in sorted(held.items()):
            if is_priced(assets[asset]):
                yield from self._shared(assets[asset], atoms)

    def _shared(self, asset: AssetDump, atoms: int) -> Iterator[Event]:
        total = self._distributed(atoms, value_of(asset, 1))
        for creditor, share in shares(total, self.sums.claims):
            self._got(creditor, value_of(asset, share))
            if asset.asset == BASE_ASSET:
                self._move(self.target, creditor, share)
            yield EstatePaid(self.target, creditor, asset.asset, Atoms(share))

    def _rest_shared(self, debtor: AccountId, atoms: int) -> Iterator[Event]:
        total = self._distributed(atoms, Fraction(1))
        for creditor, share in shares(total, self.sums.claims):
            self._got(creditor, Fraction(share))
            yield from self._pay(debtor, creditor, share)
        rest = atoms - total
        if rest:
            yield from self._pay(debtor, self.target, rest)

    def _pay(self, payer: AccountId, payee: AccountId, atoms: int) -> Iterator[Event]:
        """PRP-034: offset, balance, debt."""
        self.payments.append((payer, payee, atoms))
        offset = min(atoms, self._debts.total(payee, payer))
        cash = min(atoms - offset, self._balances[payer])
        self._debts.offset(payer, payee, offset)
        self._move(payer, payee, cash)
        yield SettlementPaid(payer, payee, Atoms(offset), Atoms(cash))
        rest = atoms - offset - cash
        if rest:
            opened = DebtOpened(payer, payee, due_of_new(self.dump.now), Atoms(rest))
            self._debts.open(opened, self.dump.now)
            yield opened

    def _move(self, payer: AccountId, payee: AccountId, atoms: int) -> None:
        self._balances[payer] -= atoms
        if payee != TREASURY:
            self._balances[payee] += atoms

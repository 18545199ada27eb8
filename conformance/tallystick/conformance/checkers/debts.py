"""Settlement debts as the events tell of them (PRP-034 to PRP-041)."""

from attrs import define, field

from tallystick.conformance.checkers.violation import BrokenTrailError
from tallystick.reference.types.dump import DebtDump
from tallystick.reference.types.perp_events import DebtOpened, DebtPaid
from tallystick.reference.types.units import AccountId, Atoms, Milliseconds

TREASURY = AccountId(0)
"""As a creditor (PRP-035)."""
HOUR_MILLISECONDS = 3_600_000
TERM_MILLISECONDS = 24 * HOUR_MILLISECONDS
Row = tuple[AccountId, AccountId, int]
"""Debtor, creditor, due time."""


def due_of_new(now: int) -> Milliseconds:
    """When a debt that is opened now is due (PRP-036)."""
    return Milliseconds(-(-(now + TERM_MILLISECONDS) // HOUR_MILLISECONDS) * HOUR_MILLISECONDS)


@define
class Debts:
    """What accounts owe each other and the treasury."""

    _atoms: dict[Row, int] = field(factory=dict)

    def add(self, debt: DebtDump) -> None:
        """A debt that there is."""
        self._atoms[debt.debtor, debt.creditor, debt.due] = debt.atoms

    def drop_all(self, account: AccountId) -> None:
        """All that an account owes or is owed is gone (LIQ-031)."""
        self._atoms = {row: atoms for row, atoms in self._atoms.items() if account not in row[:2]}

    def of(self, debtor: AccountId, creditor: AccountId | None = None) -> list[Row]:
        """Debts of one debtor, to one creditor or all: by due time, the treasury's first."""
        found = [row for row in self._atoms if row[0] == debtor and creditor in (None, row[1])]
        return sorted(found, key=lambda row: (row[2], row[1]))

    def atoms(self, row: Row) -> int:
        """What is left of a debt; 0 without one."""
        return self._atoms.get(row, 0)

    def total(self, debtor: AccountId, creditor: AccountId) -> int:
        """All that one owes the other."""
        return sum(self._atoms[row] for row in self.of(debtor, creditor))

    def net(self, account: AccountId) -> int:
        """What others owe to the account less what it owes."""
        signed = (
            atoms * ((row[1] == account) - (row[0] == account))
            for row, atoms in self._atoms.items()
        )
        return sum(signed)

    def open(self, event: DebtOpened, now: int) -> None:
        """Join what is overdue, then add the new debt (PRP-037)."""
        overdue = [row for row in self.of(event.account, event.creditor) if now > row[2]]
        for row in overdue[1:]:
            self._atoms[overdue[0]] += self._atoms.pop(row)
        new = (event.account, event.creditor, int(event.due))
        self._atoms[new] = self._atoms.get(new, 0) + event.atoms

    def offset(self, payer: AccountId, payee: AccountId, atoms: int) -> None:
        """Take off what the payee owes the payer, the earliest due first (PRP-034)."""
        for row in self.of(payee, payer):
            taken = min(atoms, self._atoms[row])
            self._take(row, taken)
            atoms -= taken
        if atoms:
            raise BrokenTrailError("PRP-034", f"account {payee} does not owe {atoms} atoms more")

    def pay(self, event: DebtPaid) -> None:
        """Take a payment off its debt."""
        row = (event.account, event.creditor, int(event.due))
        if not 1 <= event.atoms <= self._atoms.get(row, 0):
            raise BrokenTrailError("PRP-039", f"there is no such debt of {event.atoms} atoms")
        self._take(row, event.atoms)

    def _take(self, row: Row, atoms: int) -> None:
        self._atoms[row] -= atoms
        if self._atoms[row] == 0:
            del self._atoms[row]

    def dumps(self) -> tuple[DebtDump, ...]:
        """All debts as a dump lists them (STA-020)."""
        return tuple(
            DebtDump(debtor, creditor, Milliseconds(due), Atoms(atoms))
            for (debtor, creditor, due), atoms in sorted(self._atoms.items())
        )

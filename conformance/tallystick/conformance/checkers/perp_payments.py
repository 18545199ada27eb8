"""What is owed after the legs of a trade or a true-up, paid in its order (PRP-033 to PRP-037)."""

from attrs import define, field

from tallystick.conformance.checkers.debts import TREASURY, due_of_new
from tallystick.conformance.checkers.loan_record import Report
from tallystick.conformance.checkers.perp_state import PerpState
from tallystick.conformance.checkers.perp_trades import Payment
from tallystick.conformance.checkers.violation import BrokenTrailError
from tallystick.reference.types.events import FeePaid
from tallystick.reference.types.perp_events import DebtOpened, SettlementPaid


@define
class PerpPayments:
    """Payments that must follow, and the part of the last one that became a debt."""

    state: PerpState
    report: Report
    owed: list[Payment] = field(factory=list)
    rest: Payment | None = None
    """What could not be paid, until its debt is opened."""

    def pay(self, event: SettlementPaid) -> None:
        """Apply a payment; report one that offsets or pays another part than it must (PRP-034)."""
        if not self.owed:
            raise BrokenTrailError("PRP-033", "nothing more is owed")
        payer, payee, atoms = self.owed[0]
        if (event.account, event.to_account) != (payer, payee):
            raise BrokenTrailError("PRP-033", f"account {payer} owes {atoms} to {payee} first")
        self.owed.pop(0)
        offset = min(atoms, self.state.debts.total(payee, payer))
        cash = min(atoms - offset, self.state.balance(payer))
        if (event.offset_atoms, event.atoms) != (offset, cash):
            self.report("PRP-034", f"{event}, but of {atoms} it is {offset} and {cash}")
        self.state.debts.offset(payer, payee, event.offset_atoms)
        self.state.pay(payer, payee, event.atoms)
        rest = atoms - event.offset_atoms - event.atoms
        self.rest = (payer, payee, rest) if rest else None

    def pay_fee(self, event: FeePaid) -> None:
        """Pay a fee from the balance as far as it goes (PRP-035)."""
        cash = min(self.state.balance(event.account), event.atoms)
        self.state.pay(event.account, TREASURY, cash)
        rest = event.atoms - cash
        self.rest = (event.account, TREASURY, rest) if rest else None

    def open_debt(self, event: DebtOpened) -> None:
        """Open the debt of what was not paid."""
        rest, self.rest = self.rest, None
        if rest != (event.account, event.creditor, event.atoms):
            raise BrokenTrailError("PRP-034", f"what is left unpaid is {rest}")
        due = due_of_new(self.state.registry.now)
        if event.due != due:
            self.report("PRP-036", f"{event}, but it is due at {due}")
        self.state.debts.open(event, self.state.registry.now)

    def require_debt(self) -> None:
        """Report a part that was neither paid nor opened as a debt."""
        if self.rest is not None:
            self.report("PRP-034", f"no debt was opened for what is left: {self.rest}")
            self.rest = None

    def require_paid(self) -> None:
        """Report what was owed and not paid."""
        for payer, payee, atoms in self.owed:
            self.report("PRP-033", f"account {payer} did not pay {atoms} atoms to {payee}")
        self.owed = []

"""A bankruptcy as its events tell of it, against what the state before it says (LIQ-031 to 034)."""

from attrs import define, field

from tallystick.conformance.checkers.close_out_plan import CloseOutPlan
from tallystick.conformance.checkers.debts import TREASURY
from tallystick.conformance.checkers.loan_record import Report
from tallystick.conformance.checkers.registry import BASE_ASSET, Registry
from tallystick.conformance.checkers.violation import BrokenTrailError
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import Event
from tallystick.reference.types.liquidation_events import (
    BankruptcyDeclared,
    CloseOutPaid,
    EstatePaid,
    LossRecorded,
)
from tallystick.reference.types.perp_events import DebtOpened, SettlementPaid
from tallystick.reference.types.units import AccountId

OfCloseOut = BankruptcyDeclared | CloseOutPaid | EstatePaid | LossRecorded
_OF_A_CLOSE_OUT = OfCloseOut | SettlementPaid | DebtOpened


@define
class CloseOutRecord:
    """The events that must still come, if a bankruptcy was declared."""

    registry: Registry
    report: Report
    _expected: list[Event] = field(factory=list)
    _is_declared: bool = False

    def begin_command(self) -> None:
        """Nothing is declared yet."""
        self._is_declared = False

    def begin(self, dump: StateDump, event: BankruptcyDeclared) -> CloseOutPlan:
        """Take the declaration in, with the state in which it came."""
        if self._is_declared:
            self.report("LIQ-034", f"{event}, and one was declared in this command already")
        self._is_declared = True
        self.registry.account(event.target)
        plan = CloseOutPlan.of_dump(dump, event.target)
        self._expected = list(plan.events())
        return plan

    def before(self, event: Event | None) -> None:
        """Report an event that is another than it must be, or that is missing."""
        if not self._expected:
            if isinstance(event, CloseOutPaid | EstatePaid | LossRecorded):
                raise BrokenTrailError("LIQ-034", "nothing more belongs to a bankruptcy")
            return
        wanted = self._expected[0]
        if isinstance(event, _OF_A_CLOSE_OUT):
            self._expected.pop(0)
            if event != wanted:
                self._expected = []
                self.report(_clause_of(wanted, event), f"{event}, not {wanted}")
        else:
            self._expected = []
            self.report(_clause_of(wanted, wanted), f"{wanted} is missing before {event}")

    def fold(self, event: OfCloseOut) -> None:
        """Move what an event moves."""
        if isinstance(event, CloseOutPaid):
            self.registry.account(event.account)
            self.registry.ledger.book(BASE_ASSET, event.account, -event.atoms)
            self.registry.ledger.book(BASE_ASSET, event.target, event.atoms)
        elif isinstance(event, EstatePaid):
            self.registry.asset(event.asset)
            self.registry.ledger.book(event.asset, event.target, -event.atoms)
            if event.account == TREASURY:
                self.registry.ledger.book_treasury(event.asset, event.atoms)
            else:
                self._known(event.account)
                self.registry.ledger.book(event.asset, event.account, event.atoms)

    def _known(self, account: AccountId) -> None:
        self.registry.account(account)


def _clause_of(wanted: Event, seen: Event) -> str:
    """The clause that says what is wanted."""
    match wanted:
        case BankruptcyDeclared() if isinstance(seen, BankruptcyDeclared):
            return "LIQ-031" if wanted.claims_atoms != seen.claims_atoms else "LIQ-032"
        case BankruptcyDeclared() | CloseOutPaid():
            return "LIQ-032"
        case LossRecorded():
            return "LIQ-034"
        case _:
            return "LIQ-033"

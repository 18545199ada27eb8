"""Debts paid at the end of a command: all that its account can pay, or what was collected."""

from attrs import define, field

from tallystick.conformance.checkers.loan_record import Report
from tallystick.conformance.checkers.perp_state import PerpState
from tallystick.reference.types.events import (
    DelegateAdded,
    DelegateRemoved,
    Deposited,
    Event,
    OrderAccepted,
    OrderAmended,
    OrderRemoved,
    Transferred,
    Withdrawn,
)
from tallystick.reference.types.liquidation_events import BankruptcyDeclared, RewardHeld
from tallystick.reference.types.loan_events import LendingEvent
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.perp_events import DebtPaid, LegSettled
from tallystick.reference.types.units import AccountId

_OF_AN_ACCOUNT = (
    OrderAccepted
    | OrderAmended
    | OrderRemoved
    | Deposited
    | Withdrawn
    | Transferred
    | DelegateAdded
    | DelegateRemoved
)
"""What a command of an account may do first; the event names the account."""


def payers_of(events: list[Event], accounts: set[AccountId]) -> set[AccountId]:
    """The accounts whose command it may have been; events of a command, without its payments.

    A command without events may have been that of any account; a true-up was of either party.
    What a checked command states last names its account; a payment or renewal of a loan may have
    been anybody's, and nobody's.
    """
    stated = [event.account for event in events if isinstance(event, AccountValued)]
    if stated:
        return set(stated)
    if any(isinstance(event, BankruptcyDeclared) for event in events):
        return set()
    if is_of_unknown(events):
        return accounts
    parties: set[AccountId] | None = None
    for event in events:
        if isinstance(event, _OF_AN_ACCOUNT):
            return {event.account}
        if isinstance(event, LegSettled):
            both = {event.long_account, event.short_account}
            parties = both if parties is None else parties & both
    if parties is not None:
        return parties
    return set() if events else accounts


def is_of_unknown(events: list[Event]) -> bool:
    """Whether events of loans hide whose command it was, or whether it was anybody's."""
    return any(isinstance(event, LendingEvent) for event in events) and not any(
        isinstance(event, AccountValued) for event in events
    )


@define
class DebtPayments:
    """The payments at the end of one command."""

    state: PerpState
    report: Report
    events: list[Event] = field(factory=list)
    """What the command has done before them."""
    paid: list[DebtPaid] = field(factory=list)
    winding: AccountId | None = None
    """The account that the command winds up, which pays its debts between other steps."""
    _all: list[DebtPaid] = field(factory=list)
    """What the payer's balance can pay of all his debts."""
    _collected: list[DebtPaid] = field(factory=list)
    """What it can pay of those that are overdue to this creditor."""

    def begin_command(self) -> None:
        """Forget the command before."""
        self.events, self.paid, self.winding = [], [], None

    def before(self, event: Event) -> None:
        """Remember an event; report one that comes after payments."""
        if isinstance(event, DebtPaid):
            return
        if self.paid and not isinstance(event, AccountValued):
            self.report("CMD-052", f"debts were paid before {event}")
        self.events.append(event)

    def pay(self, event: DebtPaid) -> None:
        """Apply a payment."""
        if event.account == self.winding:
            self._pay_in_step(event)
            return
        if not self.paid:
            debts, now = self.state.debts, self.state.registry.now
            overdue = [row for row in debts.of(event.account, event.creditor) if now > row[2]]
            self._all = self.state.paid_from(event.account, debts.of(event.account))
            self._collected = self.state.paid_from(event.account, overdue)
        self.paid.append(event)
        self.state.debts.pay(event)
        self.state.pay(event.account, event.creditor, event.atoms)

    def _pay_in_step(self, event: DebtPaid) -> None:
        """A payment of who is wound up: as much as there is of the debt, or of the balance."""
        row = (event.account, event.creditor, int(event.due))
        atoms = min(self.state.debts.atoms(row), self.state.balance(event.account))
        if event.atoms != atoms:
            self.report("LIQ-019", f"{event}, but it can pay {atoms}")
        self.state.debts.pay(event)
        self.state.pay(event.account, event.creditor, event.atoms)

    def end_command(self) -> None:
        """Report payments that nobody had to make, or that are missing (PRP-039, PRP-041)."""
        payers = payers_of(self.events, set(self.state.registry.accounts))
        if self.winding is not None:
            # Who called is known where he earns something; else he is who pays.
            callers = {each.account for each in self.events if isinstance(each, RewardHeld)}
            others = set(self.state.registry.accounts) - {self.winding}
            payers = callers or {each.account for each in self.paid} & others
        if self.paid:
            payer = self.paid[0].account
            is_collected = not self.events and self.paid == self._collected
            if payer not in payers or not (self.paid == self._all or is_collected):
                self.report("PRP-039", f"account {payer} paid {self.paid}, not {self._all}")
        elif payers and self.events and not is_of_unknown(self.events):
            debts = self.state.debts
            left = [self.state.paid_from(payer, debts.of(payer)) for payer in sorted(payers)]
            if all(left):
                self.report("PRP-039", f"account {min(payers)} did not pay {left[0]}")

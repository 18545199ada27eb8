"""The loans of a venue, rebuilt from its events alone, with the arithmetic of each event.

Amounts that an event states are computed anew from what is known of the loan; where both differ,
the touch says so, and the record follows the rule.
"""

from functools import singledispatchmethod

from attrs import define, evolve, field

from tallystick.conformance.explain.close_outs import loans_closed_out
from tallystick.conformance.explain.records import differs, less, opened_loan, split_loan
from tallystick.conformance.explain.sums import (
    Sum,
    cash_of_swap,
    hours_completed,
    hours_owed,
    keeper_fee,
    paid_up_to,
)
from tallystick.conformance.explain.touches import Payment, Role, Touch
from tallystick.reference.types.choices import Side
from tallystick.reference.types.dump import ClaimDump, LoanDump
from tallystick.reference.types.events import (
    AssetListed,
    Event,
    OrderAccepted,
    TimeAdvanced,
)
from tallystick.reference.types.liquidation_events import BankruptcyDeclared
from tallystick.reference.types.loan_events import (
    ClaimPaid,
    InterestClaimed,
    InterestPaid,
    KeeperFeePaid,
    LoanExtended,
    LoanHandedOver,
    LoanOpened,
    LoanRepaid,
    LoanRolled,
    LoanSplit,
    LoanTermsSet,
    ReturnKept,
)
from tallystick.reference.types.units import (
    AssetId,
    Atoms,
    LoanId,
    Lots,
    Milliseconds,
    Price,
)

FIRST_ENGINE_ORDER_ID = 2**61
"""Orders with such an id were made by the engine (LND-037)."""


_OfStandingLoan = (
    ClaimPaid
    | InterestPaid
    | InterestClaimed
    | LoanRepaid
    | LoanRolled
    | LoanExtended
    | LoanTermsSet
    | LoanSplit
    | LoanHandedOver
)
"""Events of a loan that is there before them."""


class LoanBookError(ValueError):
    """An event tells of a loan or a claim that there is not."""


@define
class LoanBook:
    """The loans that there are, by id, and the time."""

    lot_atoms: dict[AssetId, Atoms]
    """Of the base asset at first; those of listed assets join."""
    now: Milliseconds = field(default=Milliseconds(0))
    loans: dict[LoanId, LoanDump] = field(factory=dict)
    _ended: dict[LoanId, LoanDump] = field(factory=dict)
    _opened: list[tuple[Atoms, Price]] = field(factory=list)
    _repaid: LoanDump | None = None
    _rolled: LoanId | None = None

    def begin_command(self) -> None:
        """What follows is of another command: what one command remembers is forgotten."""
        self._ended, self._opened, self._repaid, self._rolled = {}, [], None, None

    def fold(self, event: Event) -> tuple[Touch, ...]:
        """Apply one event; what it does to each loan that it concerns. LoanBookError."""
        touches: tuple[Touch, ...] = self._fold(event)
        return touches

    def atoms_of(self, loan: LoanDump, lots: Lots | None = None) -> Atoms:
        """So many lots of a loan, or its whole principal, in atoms of its asset."""
        return Atoms((loan.principal_lots if lots is None else lots) * self.lot_atoms[loan.asset])

    @singledispatchmethod
    def _fold(self, _: object) -> tuple[Touch, ...]:
        return ()

    @_fold.register
    def _asset_listed(self, event: AssetListed) -> tuple[Touch, ...]:
        self.lot_atoms[event.asset] = event.lot_atoms
        return ()

    @_fold.register
    def _time_advanced(self, event: TimeAdvanced) -> tuple[Touch, ...]:
        self.now = event.now
        return ()

    @_fold.register
    def _loan_opened(self, event: LoanOpened) -> tuple[Touch, ...]:
        if event.loan in self.loans:
            raise LoanBookError(f"loan {event.loan} is opened a second time")
        opened = opened_loan(event, self.now)
        principal = self.atoms_of(opened)
        self._opened.append((principal, event.rate))
        self.loans[event.loan] = opened
        if self._rolled is not None:
            words, paid = (f"rolled out of loan {self._rolled}: no cash moves",), ()
            self._rolled = None
            return (Touch(event.loan, Role.LOAN, event, None, opened, words, (), paid),)
        cash = Payment(event.lender, event.borrower, event.asset, principal, "principal")
        return (Touch(event.loan, Role.LOAN, event, None, opened, payments=(cash,)),)

    @_fold.register
    def _claim_paid(self, event: ClaimPaid) -> tuple[Touch, ...]:
        loan = self._loan(event)
        if not loan.claims or loan.claims[0].account != event.account:
            raise LoanBookError(f"loan {event.loan} has no claim of account {event.account} first")
        first, *others = loan.claims
        rest = ClaimDump(
            first.account,
            Atoms(first.interest_atoms - event.interest_atoms),
            Atoms(first.fee_atoms - event.fee_atoms),
        )
        standing = (rest, *others) if rest.interest_atoms + rest.fee_atoms else tuple(others)
        paid = (
            Payment(loan.borrower, event.account, loan.asset, event.interest_atoms, "claim"),
            Payment(loan.borrower, None, loan.asset, event.fee_atoms, "fee of the claim"),
        )
        return (self._touch(event, loan, evolve(loan, claims=standing), payments=paid),)

    @_fold.register
    def _interest_paid(self, event: InterestPaid) -> tuple[Touch, ...]:
        loan, owed = self._loan(event), hours_owed(self._loan(event), self.now)
        paid = paid_up_to(loan, self.lot_atoms[loan.asset], event.hours_paid)
        problems = (
            *differs("hours paid", event.hours_paid, owed.equals),
            *differs("interest", event.interest_atoms, paid.interest_atoms),
            *differs("fee", event.fee_atoms, paid.fee_atoms),
        )
        payments = (
            Payment(loan.borrower, loan.lender, loan.asset, event.interest_atoms, "interest"),
            Payment(loan.borrower, None, loan.asset, event.fee_atoms, "fee"),
        )
        sums = (owed, *paid.sums)
        return (self._touch(event, loan, paid.loan, (), sums, payments, problems),)

    @_fold.register
    def _interest_claimed(self, event: InterestClaimed) -> tuple[Touch, ...]:
        loan = self._loan(event)
        completed = hours_completed(loan, self.now)
        paid = paid_up_to(loan, self.lot_atoms[loan.asset], event.hours_paid)
        problems = (
            *differs("hours", event.hours_paid, completed.equals),
            *differs("interest", event.interest_atoms, paid.interest_atoms),
            *differs("fee", event.fee_atoms, paid.fee_atoms),
        )
        after = paid.loan
        if paid.interest_atoms + paid.fee_atoms:
            claim = ClaimDump(event.account, paid.interest_atoms, paid.fee_atoms)
            after = evolve(after, claims=(*after.claims, claim))
        words = (f"a claim of account {event.account}: nobody pays now",)
        return (self._touch(event, loan, after, words, (completed, *paid.sums), problems=problems),)

    @_fold.register
    def _loan_repaid(self, event: LoanRepaid) -> tuple[Touch, ...]:
        loan = self._loan(event)
        atoms = self.atoms_of(loan, event.lots)
        paid = (Payment(loan.borrower, loan.lender, loan.asset, atoms, "principal"),)
        self._repaid = loan
        return (self._touch(event, loan, less(loan, event.lots), payments=paid),)

    @_fold.register
    def _loan_rolled(self, event: LoanRolled) -> tuple[Touch, ...]:
        loan = self._loan(event)
        self._rolled = event.loan
        words = ("becomes a new loan of the same lender: no cash moves",)
        return (self._touch(event, loan, less(loan, event.lots), words),)

    @_fold.register
    def _loan_extended(self, event: LoanExtended) -> tuple[Touch, ...]:
        loan = self._loan(event)
        return (self._touch(event, loan, evolve(loan, due=event.due)),)

    @_fold.register
    def _loan_terms_set(self, event: LoanTermsSet) -> tuple[Touch, ...]:
        loan = self._loan(event)
        after = evolve(
            loan,
            returnable=event.returnable,
            extensible=event.extensible,
            auto_renew=event.auto_renew,
        )
        return (self._touch(event, loan, after),)

    @_fold.register
    def _loan_split(self, event: LoanSplit) -> tuple[Touch, ...]:
        loan = self._loan(event)
        rest, part, sums = split_loan(loan, event)
        self.loans[event.part] = part
        born = Touch(
            event.part, Role.PART, event, None, part, (f"split off loan {event.loan}",), sums
        )
        words = (f"{event.lots} lots become loan {event.part}",)
        return (self._touch(event, loan, rest, words, sums), born)

    @_fold.register
    def _loan_handed_over(self, event: LoanHandedOver) -> tuple[Touch, ...]:
        loan, own = self._loan(event), self.loans.get(event.own_loan)
        if own is None:
            raise LoanBookError(f"there is no loan {event.own_loan}")
        sums = cash_of_swap(loan, own, self.atoms_of(loan, event.lots), self.now)
        problems = (
            *differs("cash", event.atoms, sums[-1].equals),
            *differs("new lender", event.lender, own.lender),
            *differs("lots", event.lots, loan.principal_lots),
        )
        cash = Payment(loan.lender, event.lender, loan.asset, event.atoms, "cash of the swap")
        after = evolve(
            loan,
            lender=event.lender,
            return_rate=own.return_rate,
            returnable=own.returnable,
            extensible=own.extensible and own.rate <= loan.rate,
        )
        words = (
            f"from account {loan.lender} to account {event.lender}",
            f"for loan {own.loan}, lent at {own.rate}",
        )
        touch = self._touch(event, loan, after, words, sums, (cash,), problems)
        given = (f"{event.lots} lots are given back: loan {event.loan} stands for them",)
        left = less(own, event.lots)
        return (
            touch,
            self._touch(event, own, left, given, sums, (cash,), (), Role.OWN_LOAN),
        )

    @_fold.register
    def _keeper_fee_paid(self, event: KeeperFeePaid) -> tuple[Touch, ...]:
        loan = self.loans.get(event.loan)
        terms = self._opened if loan is None else [(self.atoms_of(loan), loan.rate)]
        known = loan or self._ended.get(event.loan)
        if known is None or not terms:
            raise LoanBookError(f"nothing was renewed of loan {event.loan}")
        fee = keeper_fee(known, terms)
        paid = (Payment(event.payer, event.account, event.asset, event.atoms, "keeper fee"),)
        problems = differs("keeper fee", event.atoms, fee.equals)
        return (Touch(event.loan, Role.LOAN, event, loan, loan, (), (fee,), paid, problems),)

    @_fold.register
    def _order_accepted(self, event: OrderAccepted) -> tuple[Touch, ...]:
        if event.order_id < FIRST_ENGINE_ORDER_ID or event.side is not Side.SELL:
            return ()
        words = (f"the principal returns: {event.lots} lots are offered at {event.price}",)
        return self._returned(event, words)

    @_fold.register
    def _return_kept(self, event: ReturnKept) -> tuple[Touch, ...]:
        words = (f"the principal does not return: account {event.account} keeps the atoms",)
        return self._returned(event, words)

    @_fold.register
    def _bankruptcy_declared(self, event: BankruptcyDeclared) -> tuple[Touch, ...]:
        touches = loans_closed_out(event, self.loans)
        for touch in touches:
            del self.loans[touch.loan]
            if touch.after is not None:
                self.loans[touch.loan] = touch.after
        return touches

    def _returned(
        self, event: OrderAccepted | ReturnKept, words: tuple[str, ...]
    ) -> tuple[Touch, ...]:
        repaid, self._repaid = self._repaid, None
        if repaid is None:
            return ()
        loan = self.loans.get(repaid.loan)
        return (Touch(repaid.loan, Role.LOAN, event, loan, loan, words),)

    def _loan(self, event: _OfStandingLoan) -> LoanDump:
        loan = self.loans.get(event.loan)
        if loan is None:
            raise LoanBookError(f"there is no loan {event.loan}")
        return loan

    def _touch(
        self,
        event: Event,
        before: LoanDump,
        after: LoanDump,
        words: tuple[str, ...] = (),
        sums: tuple[Sum, ...] = (),
        payments: tuple[Payment, ...] = (),
        problems: tuple[str, ...] = (),
        role: Role = Role.LOAN,
    ) -> Touch:
        """Note what a loan is now; without principal it is gone (LND-033)."""
        if after.principal_lots > 0:
            self.loans[before.loan] = after
            left: LoanDump | None = after
        else:
            self._ended[before.loan] = self.loans.pop(before.loan)
            left = None
        paid = tuple(payment for payment in payments if payment.atoms)
        return Touch(before.loan, role, event, before, left, words, sums, paid, problems)

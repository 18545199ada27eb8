"""Loans as the events tell of them (INV-008), and whether each payment is what its clause says.

Applying an event never depends on a rule of matching, nor on who else would have lent.
"""

from typing import assert_never

from attrs import define, field

from tallystick.conformance.checkers.loan_record import (
    INTEREST_UNIT,
    TERM_HOURS,
    TERM_MILLISECONDS,
    LoanRecord,
    Report,
)
from tallystick.conformance.checkers.loan_starts import Borrowing, Returning, is_of_borrower
from tallystick.conformance.checkers.loan_swaps import broken_by_swap
from tallystick.conformance.checkers.registry import Registry
from tallystick.conformance.checkers.violation import BrokenTrailError
from tallystick.reference.types.choices import Side
from tallystick.reference.types.dump import ClaimDump, LoanDump
from tallystick.reference.types.events import Event, OrderAccepted
from tallystick.reference.types.liquidation_events import RewardHeld
from tallystick.reference.types.loan_events import (
    ClaimPaid,
    InterestClaimed,
    InterestPaid,
    KeeperFeePaid,
    LendingEvent,
    LoanExtended,
    LoanHandedOver,
    LoanOpened,
    LoanRepaid,
    LoanRolled,
    LoanSplit,
    LoanTermsSet,
    ReturnKept,
)
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.parameters import LendingParameters
from tallystick.reference.types.units import AccountId, AssetId, Atoms, LoanId

FIRST_ENGINE_ORDER_ID = 2**61
"""Ids from here on are of orders that the engine makes (LND-037)."""
_BEFORE_A_RETURN = LoanExtended | KeeperFeePaid | LoanRolled | LoanOpened | ReturnKept


@define
class Loans:
    """Every loan, and what the events of the present command have left open."""

    registry: Registry
    lending: LendingParameters
    report: Report
    last_loan: LoanId = field(default=LoanId(0))
    handed_over: int = 0
    """Loans handed over in this command: each has cost a unit of the budget (LND-040)."""
    _loans: dict[LoanId, LoanRecord] = field(factory=dict)
    _rolled: Borrowing | None = None
    _split: LoanId | None = None
    winding: AccountId | None = None
    """The account that the present command winds up."""
    _returning: Returning | None = None
    _waiting: list[Returning] = field(factory=list)
    """What a liquidation repaid, which returns when its steps have ended (LIQ-020)."""
    _renewed: LoanRecord | None = None
    """The loan repaid or extended last in this command, which a keeper fee is about."""
    _owed_units: int = 0
    """What the loan extended, or those opened since the last order, owe for a term (LND-053)."""

    def dumps(self) -> tuple[LoanDump, ...]:
        """All loans as a dump lists them (STA-020)."""
        return tuple(record.as_dump() for _, record in sorted(self._loans.items()))

    def cost_of_ending(self, borrower: AccountId, asset: AssetId) -> int:
        """Atoms that settle and repay all that an account has borrowed of an asset."""
        own = (
            one for one in self._loans.values() if (one.borrower, one.asset) == (borrower, asset)
        )
        return sum(one.cost_of_ending(self.registry.now) for one in own)

    def has_party(self, account: AccountId) -> bool:
        """Whether an account has lent or borrowed anything."""
        return any(account in (one.lender, one.borrower) for one in self._loans.values())

    def begin_command(self) -> None:
        """Forget what the command before was about."""
        self.handed_over, self._renewed, self.winding = 0, None, None

    def before(self, event: Event | None) -> None:
        """Report what must have been closed before this event, or the end of the command."""
        if self._rolled is not None and not isinstance(event, LoanOpened):
            self.report("LND-055", f"a loan was rolled and none opened before {event}")
            self._rolled = None
        if self._split is not None and not isinstance(event, LoanHandedOver):
            self.report("LND-047", f"loan {self._split} was split off and not handed over")
            self._split = None
        offers = isinstance(event, OrderAccepted) and event.order_id >= FIRST_ENGINE_ORDER_ID
        if self._returning is not None and not (isinstance(event, _BEFORE_A_RETURN) or offers):
            self.report("LND-035", f"returned principal was not offered before {event}")
            self._returning = None
        if self._waiting and isinstance(event, RewardHeld | AccountValued | None):
            self.report("LIQ-020", f"{len(self._waiting)} principals did not return by {event}")
            self._waiting = []

    def accept(self, order: OrderAccepted) -> None:
        """Take in that an order came; one of the engine borrows anew or offers what returned."""
        self._owed_units = 0
        if order.order_id < FIRST_ENGINE_ORDER_ID:
            return
        name = f"order {order.order_id} of account {order.account}"
        if order.side is Side.BUY:
            principals = (
                one.principal_lots for one in self._loans.values() if one.borrower == order.account
            )
            is_forced = order.account == self.winding
            if not is_of_borrower(order) or not (is_forced or order.lots in principals):
                self.report("LND-052", f"{name} borrows no principal anew")
            if is_forced and order.price not in self._limits(order.account):
                self.report("LIQ-012", f"{name} borrows at {order.price}")
            return
        returning = self._take_returning()
        if returning is None or not returning.is_offered(order):
            self.report("LND-035", f"{name} does not offer what returned: {returning}")

    def _limits(self, borrower: AccountId) -> set[int]:
        """The prices of forced loans: the cap, and in a roll no more than a loan returns at."""
        cap = self.lending.rate_cap_bps
        own = (one for one in self._loans.values() if one.borrower == borrower)
        return {cap, *(min(cap, one.return_rate) for one in own)}

    def _take_returning(self) -> Returning | None:
        """What must be offered next."""
        if self._waiting:
            return self._waiting.pop(0)
        returning, self._returning = self._returning, None
        return returning

    def close_out(self, target: AccountId) -> None:
        """Loans and claims of an account that is closed out are gone (LIQ-031)."""
        for loan in list(self._loans.values()):
            if target in (loan.lender, loan.borrower):
                del self._loans[loan.loan]
            loan.forget_claims(target)

    def open(self, event: LoanOpened, borrowing: Borrowing) -> None:
        """Add a loan, whose principal the borrower has already."""
        for account in (event.lender, event.borrower):
            self.registry.account(account)
        lot_atoms = self.registry.asset(event.asset).listed.lot_atoms
        next_id = LoanId(self.last_loan + 1)
        for problem in borrowing.problems(event, next_id, self.registry, self.lending):
            self.report(*problem)
        if event.loan in self._loans:
            raise BrokenTrailError("LND-012", f"there is a loan {event.loan}")
        record = LoanRecord(
            loan=event.loan,
            asset=event.asset,
            lot_atoms=lot_atoms,
            lender=event.lender,
            borrower=event.borrower,
            principal_lots=event.lots,
            rate=event.rate,
            return_rate=event.rate,
            start=self.registry.now,
            due=event.due,
            fee_rate=event.fee_rate,
            fee_left_atoms=event.fee_cap_atoms,
            keeper_fee_atoms=event.keeper_fee_atoms,
            returnable=event.returnable,
            extensible=event.extensible,
            auto_renew=event.auto_renew,
        )
        self._loans[event.loan] = record
        self.last_loan = event.loan
        self._owed_units += _units_of_term(record)

    def fold(self, event: LendingEvent) -> None:
        """Apply an event that is no part of a walk; BrokenTrailError if it cannot be."""
        match event:
            case LoanOpened():
                rolled, self._rolled = self._rolled, None
                if rolled is None:
                    raise BrokenTrailError("LND-011", "neither a trade nor a roll lends it")
                self.open(event, rolled)
            case ClaimPaid():
                self._pay_claim(event)
            case InterestPaid():
                self._pay_interest(event)
            case InterestClaimed():
                self._claim(event)
            case LoanRepaid():
                self._repay(event)
            case LoanExtended():
                self._extend(event)
            case LoanTermsSet():
                self._set_terms(event)
            case LoanSplit():
                self._split_off(event)
            case LoanHandedOver():
                self._hand_over(event)
            case LoanRolled():
                self._roll(event)
            case KeeperFeePaid():
                self._pay_keeper(event)
            case ReturnKept():
                returning = self._take_returning()
                if returning is None or not returning.is_kept(event):
                    self.report("LND-036", f"{event}, but what returned is {returning}")
            case _ as never:
                assert_never(never)

    def _pay_claim(self, event: ClaimPaid) -> None:
        loan = self._loan(event.loan)
        if not loan.claims or loan.claims[0].account != event.account:
            raise BrokenTrailError("LND-034", f"account {event.account} has not the oldest claim")
        oldest = loan.claims.pop(0)
        interest = oldest.interest_atoms - event.interest_atoms
        fee = oldest.fee_atoms - event.fee_atoms
        is_nothing = event.interest_atoms == 0 == event.fee_atoms
        if min(interest, fee, event.interest_atoms, event.fee_atoms) < 0 or is_nothing:
            raise BrokenTrailError("LND-041", f"the claim is {oldest}")
        if interest and event.fee_atoms:
            self.report("LND-034", f"a fee was paid before the interest of {oldest}")
        if interest or fee:
            loan.claims.insert(0, ClaimDump(oldest.account, Atoms(interest), Atoms(fee)))
        self._pay_two(loan, event.account, event.interest_atoms, event.fee_atoms)

    def _pay_interest(self, event: InterestPaid) -> None:
        loan, now = self._loan(event.loan), self.registry.now
        if loan.claims:
            self.report("LND-023", f"interest of loan {loan.loan} was paid before its claims")
        if event.hours_paid != loan.hours_owed(now):
            text = f"hour {event.hours_paid} of loan {loan.loan}, not {loan.hours_owed(now)}"
            self.report("LND-020", f"paid up to {text}")
        loan.pay(event.hours_paid, event.interest_atoms, event.fee_atoms, self.report)
        self._pay_two(loan, loan.lender, event.interest_atoms, event.fee_atoms)

    def _claim(self, event: InterestClaimed) -> None:
        loan, now = self._loan(event.loan), self.registry.now
        wanted = (loan.lender, loan.hours_completed(now))
        if (event.account, event.hours_paid) != wanted:
            text = f"account {wanted[0]} could claim up to hour {wanted[1]}"
            self.report("LND-045", f"{event}, but {text}")
        loan.pay(event.hours_paid, event.interest_atoms, event.fee_atoms, self.report)
        if event.interest_atoms or event.fee_atoms:
            claim = ClaimDump(event.account, event.interest_atoms, event.fee_atoms)
            loan.claims.append(claim)

    def _repay(self, event: LoanRepaid) -> None:
        loan = self._loan(event.loan)
        self._require_settled(loan)
        atoms = event.lots * loan.lot_atoms
        self._move(loan, loan.borrower, loan.lender, atoms)
        self._lower(loan, event.lots)
        self._renewed = loan
        returning = Returning.of_loan(loan, event.lots, self.registry)
        if self.winding is None:
            self._returning = returning
        elif returning is not None:
            self._waiting.append(returning)

    def _extend(self, event: LoanExtended) -> None:
        loan = self._loan(event.loan)
        self._require_settled(loan)
        if not (loan.extensible and loan.returnable):
            self.report("LND-032", f"loan {loan.loan} was extended and is not extensible")
        if event.due != self.registry.now + TERM_MILLISECONDS:
            self.report("LND-030", f"loan {loan.loan} is due at {event.due}")
        loan.due = event.due
        self._renewed, self._owed_units = loan, _units_of_term(loan)

    def _set_terms(self, event: LoanTermsSet) -> None:
        loan = self._loan(event.loan)
        before = (loan.returnable, loan.extensible, loan.auto_renew)
        after = (event.returnable, event.extensible, event.auto_renew)
        if before == after or (event.extensible and not loan.extensible):
            self.report("LND-038", f"terms of loan {loan.loan} were {before}, are {after}")
        if before[2] != after[2] and before[:2] != after[:2]:
            self.report("LND-038", f"terms of both parties of loan {loan.loan} were set")
        loan.returnable, loan.extensible, loan.auto_renew = after

    def _split_off(self, event: LoanSplit) -> None:
        loan = self._loan(event.loan)
        if event.part != self.last_loan + 1:
            raise BrokenTrailError("LND-012", f"part {event.part} after loan {self.last_loan}")
        if not 1 <= event.lots < loan.principal_lots:
            raise BrokenTrailError("LND-047", f"loan {loan.loan} has {loan.principal_lots} lots")
        self._loans[event.part] = loan.split(event.part, event.lots)
        self._split = self.last_loan = event.part

    def _hand_over(self, event: LoanHandedOver) -> None:
        loan, own = self._loan(event.loan), self._loan(event.own_loan)
        part, self._split = self._split, None
        if part not in (None, event.loan) or event.lots != loan.principal_lots:
            raise BrokenTrailError("LND-047", f"loan {part} of {event.lots} lots was split off")
        now = self.registry.now
        for clause, text in broken_by_swap(event, loan, own, now, is_part=part is not None):
            self.report(clause, f"loan {loan.loan} for own loan {own.loan}, which {text}")
        overdue = (one for one in self._loans.values() if one.is_overdue(now))
        if any(one.borrower == loan.borrower for one in overdue):
            self.report("LND-042", f"account {loan.borrower} is the borrower of an overdue loan")
        self._move(loan, loan.lender, event.lender, event.atoms)
        loan.lender, loan.return_rate = event.lender, own.return_rate
        loan.returnable = own.returnable
        loan.extensible = own.extensible and own.rate <= loan.rate
        self._lower(own, event.lots)
        self.handed_over += 1

    def _roll(self, event: LoanRolled) -> None:
        loan = self._loan(event.loan)
        self._require_settled(loan)
        cap = self.lending.rate_cap_bps
        if not (loan.is_overdue(self.registry.now) and loan.returnable and loan.return_rate <= cap):
            self.report("LND-055", f"loan {loan.loan} is not one that its lender lends on")
        self._rolled = Borrowing.of_roll(loan, event.lots, self.registry, self.lending)
        self._lower(loan, event.lots)

    def _pay_keeper(self, event: KeeperFeePaid) -> None:
        loan = self._renewed
        if loan is None or loan.loan != event.loan:
            raise BrokenTrailError("LND-053", f"loan {event.loan} was not renewed just before")
        most = min(loan.keeper_fee_atoms, self._owed_units // INTEREST_UNIT)
        seen = (event.payer, event.asset, event.atoms)
        is_due = event.account != loan.borrower and event.atoms > 0
        if seen != (loan.borrower, loan.asset, most) or not is_due:
            text = f"account {loan.borrower} owes {most} atoms of asset {loan.asset}"
            self.report("LND-053", f"{event}, but {text}")
        self.registry.account(event.account)
        self._move(loan, event.payer, event.account, event.atoms)

    def _loan(self, loan: LoanId) -> LoanRecord:
        if loan not in self._loans:
            raise BrokenTrailError("INV-008", f"there is no loan {loan}")
        return self._loans[loan]

    def _require_settled(self, loan: LoanRecord) -> None:
        if not loan.is_settled(self.registry.now):
            self.report("LND-023", f"loan {loan.loan} is not settled")

    def _lower(self, loan: LoanRecord, lots: int) -> None:
        """Take principal off; without any the loan is gone (LND-033)."""
        if not 1 <= lots <= loan.principal_lots:
            raise BrokenTrailError("INV-013", f"{lots} lots of {loan.principal_lots}")
        loan.principal_lots -= lots
        if loan.principal_lots == 0:
            del self._loans[loan.loan]

    def _move(self, loan: LoanRecord, payer: AccountId, receiver: AccountId, atoms: int) -> None:
        """Whoever pays, somebody receives (INV-014)."""
        self.registry.ledger.book(loan.asset, payer, -atoms)
        self.registry.ledger.book(loan.asset, receiver, atoms)

    def _pay_two(self, loan: LoanRecord, receiver: AccountId, interest: int, fee: int) -> None:
        """The borrower pays interest to an account and a fee to the treasury."""
        self._move(loan, loan.borrower, receiver, interest)
        self.registry.ledger.book(loan.asset, loan.borrower, -fee)
        self.registry.ledger.book_treasury(loan.asset, fee)


def _units_of_term(loan: LoanRecord) -> int:
    return loan.principal_atoms * loan.rate * TERM_HOURS

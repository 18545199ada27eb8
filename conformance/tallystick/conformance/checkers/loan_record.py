"""One loan as the events tell of it, with the arithmetic that its payments must obey."""

from collections.abc import Callable

from attrs import define, evolve, field

from tallystick.conformance.checkers.books import RATE_UNIT
from tallystick.reference.types.dump import ClaimDump, LoanDump
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FeeCredit,
    FeeRate,
    Hours,
    InterestCredit,
    LoanId,
    Lots,
    Milliseconds,
    Price,
)

HOUR_MILLISECONDS = 3_600_000
TERM_HOURS = 240
TERM_MILLISECONDS = TERM_HOURS * HOUR_MILLISECONDS
"""From the start, or from an extension, until a loan is due (LND-011, LND-030)."""
MINIMUM_HOURS = 8
"""Owed from the start (LND-020)."""
INTEREST_UNIT = 87_600_000
"""Hours of a year times 10,000 basis points (LND-021)."""

Report = Callable[[str, str], None]


@define(eq=False)
class LoanRecord:
    """A loan; its credits follow from what was paid and what was owed."""

    loan: LoanId
    asset: AssetId
    lot_atoms: int
    lender: AccountId
    borrower: AccountId
    principal_lots: int
    rate: int
    return_rate: int
    start: int
    due: int
    fee_rate: int
    fee_left_atoms: int
    keeper_fee_atoms: int
    returnable: bool
    extensible: bool
    auto_renew: bool
    hours_paid: int = 0
    interest_credit: int = 0
    fee_credit: int = 0
    claims: list[ClaimDump] = field(factory=list)

    @property
    def principal_atoms(self) -> int:
        """The principal in atoms of the asset."""
        return self.principal_lots * self.lot_atoms

    def hours_owed(self, now: int) -> int:
        """Hours started, at least 8 (LND-020)."""
        return max(MINIMUM_HOURS, -((self.start - now) // HOUR_MILLISECONDS))

    def hours_completed(self, now: int) -> int:
        """Hours that have ended (LND-045)."""
        return (now - self.start) // HOUR_MILLISECONDS

    def is_overdue(self, now: int) -> bool:
        """Whether its due time is past (LND-024)."""
        return now > self.due

    def is_settled(self, now: int) -> bool:
        """Whether nothing but the principal is owed now (LND-023)."""
        return not self.claims and self.hours_paid >= self.hours_owed(now)

    def cost_of_ending(self, now: int) -> int:
        """Atoms that settle the loan and repay its whole principal (LND-023)."""
        claimed = sum(claim.interest_atoms + claim.fee_atoms for claim in self.claims)
        hours = max(0, self.hours_owed(now) - self.hours_paid)
        if not hours:
            return claimed + self.principal_atoms
        owed = self.principal_atoms * self.rate * hours - self.interest_credit
        interest = -(-owed // INTEREST_UNIT)
        fee = -(-(self.fee_rate * interest - self.fee_credit) // RATE_UNIT)
        return claimed + self.principal_atoms + interest + min(self.fee_left_atoms, fee)

    def pay(self, hour: int, interest_atoms: int, fee_atoms: int, report: Report) -> None:
        """Take a payment up to an hour in; what it costs follows from hours and credits.

        Reports LND-021 of an interest and LND-022 of a fee that is another.
        """
        if hour <= self.hours_paid:
            report("LND-021", f"loan {self.loan} is paid up to hour {self.hours_paid} already")
        owed = self.principal_atoms * self.rate * (hour - self.hours_paid)
        self.hours_paid = hour
        self.interest_credit += interest_atoms * INTEREST_UNIT - owed
        if not 0 <= self.interest_credit < INTEREST_UNIT:
            text = f"interest of {interest_atoms} leaves a credit of {self.interest_credit}"
            report("LND-021", f"loan {self.loan}: {text}")
        charged = self.fee_rate * interest_atoms - self.fee_credit
        wanted = min(self.fee_left_atoms, -(-charged // RATE_UNIT))
        if fee_atoms != wanted:
            report("LND-022", f"loan {self.loan}: fee {fee_atoms}, not {wanted}")
        self.fee_left_atoms -= fee_atoms
        # A cap that is reached ends the credit, as on an order (SPT-012).
        self.fee_credit = RATE_UNIT * fee_atoms - charged if self.fee_left_atoms else 0

    def forget_claims(self, account: AccountId) -> None:
        """What an account could claim is gone; fees beside it stay (LIQ-031)."""
        kept = (
            evolve(claim, interest_atoms=Atoms(0)) if claim.account == account else claim
            for claim in self.claims
        )
        self.claims = [claim for claim in kept if claim.interest_atoms or claim.fee_atoms]

    def split(self, part: LoanId, lots: int) -> "LoanRecord":
        """Take a part off: the part has the largest credits, no claims, and its share (LND-047)."""
        fee_left = self.fee_left_atoms * lots // self.principal_lots
        keeper_fee = self.keeper_fee_atoms * lots // self.principal_lots
        taken = evolve(
            self,
            loan=part,
            principal_lots=lots,
            interest_credit=INTEREST_UNIT - 1,
            fee_credit=RATE_UNIT - 1,
            claims=[],
            fee_left_atoms=fee_left,
            keeper_fee_atoms=keeper_fee,
        )
        self.principal_lots -= lots
        self.fee_left_atoms -= fee_left
        self.keeper_fee_atoms -= keeper_fee
        return taken

    def cash_of_swap(self, own_rate: int, now: int) -> int:
        """What hands this whole loan over to the lender of a loan at `own_rate` (LND-046)."""
        completed = self.hours_completed(now)
        to_run = -((self.start - self.due) // HOUR_MILLISECONDS) - completed
        prepaid = self.hours_paid - completed
        lost = max(0, own_rate - self.rate) * to_run + self.rate * prepaid
        return -(-(self.principal_atoms * lost + self.interest_credit) // INTEREST_UNIT)

    def as_dump(self) -> LoanDump:
        """The loan as a dump lists it (STA-021)."""
        return LoanDump(
            loan=self.loan,
            asset=self.asset,
            lender=self.lender,
            borrower=self.borrower,
            principal_lots=Lots(self.principal_lots),
            rate=Price(self.rate),
            return_rate=Price(self.return_rate),
            start=Milliseconds(self.start),
            due=Milliseconds(self.due),
            hours_paid=Hours(self.hours_paid),
            interest_credit=InterestCredit(self.interest_credit),
            fee_rate=FeeRate(self.fee_rate),
            fee_left_atoms=Atoms(self.fee_left_atoms),
            fee_credit=FeeCredit(self.fee_credit),
            keeper_fee_atoms=Atoms(self.keeper_fee_atoms),
            returnable=self.returnable,
            extensible=self.extensible,
            auto_renew=self.auto_renew,
            claims=tuple(self.claims),
        )

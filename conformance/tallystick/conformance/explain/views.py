"""What anyone may look at (LND-060), computed from the events alone."""

from attrs import frozen

from tallystick.conformance.explain.loan_book import LoanBook
from tallystick.conformance.explain.sums import Sum, hours_owed, paid_up_to
from tallystick.reference.types.dump import LoanDump
from tallystick.reference.types.units import AccountId, Atoms, Hours, Milliseconds


@frozen
class Settlement:
    """What it costs to settle a loan at a time, if nobody pays until then (LND-023)."""

    at: Milliseconds
    claims_atoms: Atoms
    interest_atoms: Atoms
    fee_atoms: Atoms
    total_atoms: Atoms
    sums: tuple[Sum, ...]


def settlement(book: LoanBook, loan: LoanDump, at: Milliseconds) -> Settlement:
    """All claims, and interest and fee up to the hour that is owed."""
    claims = sum(claim.interest_atoms + claim.fee_atoms for claim in loan.claims)
    owed = hours_owed(loan, at)
    sums: tuple[Sum, ...] = (owed,)
    interest = fee = 0
    if owed.equals > loan.hours_paid:
        paid = paid_up_to(loan, book.lot_atoms[loan.asset], Hours(owed.equals))
        interest, fee, sums = paid.interest_atoms, paid.fee_atoms, (owed, *paid.sums)
    return Settlement(
        at, Atoms(claims), Atoms(interest), Atoms(fee), Atoms(claims + interest + fee), sums
    )


def loans_of(book: LoanBook, account: AccountId | None) -> tuple[LoanDump, ...]:
    """The loans to which an account is party, or all, ascending by id."""
    loans = (book.loans[loan] for loan in sorted(book.loans))
    return tuple(loan for loan in loans if account in (None, loan.lender, loan.borrower))


def next_due(loans: tuple[LoanDump, ...]) -> LoanDump | None:
    """The loan that falls due next of these: least by due time, then by id."""
    return min(loans, key=lambda loan: (loan.due, loan.loan), default=None)

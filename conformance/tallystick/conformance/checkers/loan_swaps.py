"""Whether a loan may pass to the lender of another, and for how much cash (LND-040 to LND-047)."""

from collections.abc import Iterator

from tallystick.conformance.checkers.loan_record import LoanRecord
from tallystick.reference.types.loan_events import LoanHandedOver


def broken_by_swap(
    event: LoanHandedOver, passing: LoanRecord, own: LoanRecord, now: int, *, is_part: bool
) -> Iterator[tuple[str, str]]:
    """Clause and text of everything that is wrong with a loan handed over for an own loan.

    `passing` is what passes, a part if it was split off, and `own` the loan before it falls.
    """
    if (own.borrower, own.asset) != (passing.lender, passing.asset):
        yield "LND-040", "is of another borrower or asset"
    if event.lender != own.lender:
        yield "LND-047", f"is lent by account {own.lender}"
    if own.lender == passing.borrower:
        yield "LND-043", "is lent by the borrower of what passes"
    if passing.is_overdue(now):
        yield "LND-042", "stands for a loan that is overdue"
    if own.is_overdue(now):
        yield "LND-043", "is overdue"
    if own.due < passing.due and not (own.returnable and own.extensible):
        yield "LND-043", "is due before what passes"
    if not own.is_settled(now):
        yield "LND-044", "is not settled"
    if passing.hours_paid < passing.hours_completed(now):
        yield "LND-045", "stands for a loan with hours that were not claimed"
    if event.lots > own.principal_lots or (is_part and event.lots != own.principal_lots):
        yield "LND-043", f"has {own.principal_lots} lots"
    cash = passing.cash_of_swap(own.rate, now)
    if event.atoms != cash:
        yield "LND-046", f"costs {cash} atoms of cash"

"""Loans that a target has lent are handed over to others (LIQ-016)."""

from mypy_extensions import i64

from .codes import NONE, SELL
from .contracts import lent_loans
from .forced_orders import force_loan, is_halted
from .layout import (
    CHAIN_EARLIER,
    CHAIN_WIDTH,
    LOAN_BORROWER,
    LOAN_ID,
    LOAN_LENDER,
    LOAN_MARKET,
    LOAN_PRINCIPAL,
    LOAN_START,
    LOAN_WIDTH,
    ORDER_BOOK,
    ORDER_WIDTH,
    PART_NEWEST_ORDER,
    PART_WIDTH,
)
from .payments import is_overdue
from .soundness import is_overdue_account, values_now
from .swap import claim_hours, hand_over
from .venue import Venue
from .winding_state import Winding


def recall_loans(winding: Winding) -> None:
    """LIQ-016: loans that the target has lent, newest first."""
    venue = winding.venue
    rows = venue.loans.rows
    lent: list[tuple[int, int, int]] = []
    for loan in lent_loans(venue, winding.target):
        cell = loan * LOAN_WIDTH
        lent.append((int(rows[cell + LOAN_START]), int(rows[cell + LOAN_ID]), loan))
    lent.sort(reverse=True)
    for _, _, loan in lent:
        if winding.has_ended:
            return
        if not _is_passed_over(venue, loan):
            _recall(winding, loan)


def _is_passed_over(venue: Venue, loan: i64) -> bool:
    """Whether a loan is not recalled (LIQ-016)."""
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    borrower = rows[cell + LOAN_BORROWER]
    if is_overdue(venue, loan) or is_overdue_account(venue, borrower):
        return True
    market = rows[cell + LOAN_MARKET]
    if is_halted(venue, market) or _has_offer(venue, borrower, market):
        return True
    if values_now(venue, borrower)[1] < 0:
        return True
    entries = venue.journal.count
    events = venue.events.count
    has_room = claim_hours(venue, loan)
    take_back(venue, entries, events)
    return not has_room


def take_back(venue: Venue, entries: i64, events: i64) -> None:
    """Take back what was written since there were so many entries and events."""
    venue.undo_to(entries)
    venue.events.count = events


def _has_offer(venue: Venue, account: i64, market: i64) -> bool:
    """Whether an account has a resting offer on a lending market."""
    margin = venue.margin
    asset = venue.market_asset(2 * market)
    order = margin.parts[margin.place_of(account, asset) * PART_WIDTH + PART_NEWEST_ORDER]
    while order != NONE:
        if venue.orders.rows[order * ORDER_WIDTH + ORDER_BOOK] == 2 * market + SELL:
            return True
        order = margin.chain[order * CHAIN_WIDTH + CHAIN_EARLIER]
    return False


def _recall(winding: Winding, loan: i64) -> None:
    """Borrow the principal of a loan from others, and hand the loan over to them."""
    venue = winding.venue
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    last = venue.loans.last_loan
    lots = rows[cell + LOAN_PRINCIPAL]
    if force_loan(venue, winding.target, rows[cell + LOAN_MARKET], lots):
        winding.has_ended = True
    entries = venue.journal.count
    events = venue.events.count
    is_handed = False
    is_claimed = False
    own_id = venue.loans.last_loan
    while own_id > last and rows[cell + LOAN_LENDER] == winding.target:
        if not winding.takes_unit():
            break
        if not is_claimed:
            claim_hours(venue, loan)
            is_claimed = True
        if hand_over(venue, loan, venue.loans.find(own_id)):
            is_handed = True
        own_id -= 1
    if is_claimed and not is_handed:
        # Hours become a claim before the first step, so without one they do not (LND-045).
        take_back(venue, entries, events)

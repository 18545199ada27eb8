"""A lender hands a loan over to his own lenders (section 7 of chapter 07)."""

from librt.vecs import vec
from mypy_extensions import i64

from .codes import (
    ACCEPTED,
    BORROWER_OVERDUE,
    BORROWER_UNSOUND,
    INTEREST_CLAIMED,
    LOAN_HANDED_OVER,
    LOAN_OVERDUE,
    LOAN_SPLIT,
    NONE,
    NOTHING_TO_SWAP,
    TOO_MANY_CLAIMS,
    UNKNOWN_LOAN,
)
from .fees import FEE_UNIT, ceil_div
from .interest import HOUR, YEAR_UNIT, interest_of, share_of
from .layout import (
    AUTO_RENEW,
    COMMAND_ACCOUNT,
    COMMAND_LOAN,
    COMMAND_OWN_LOAN,
    EXTENSIBLE,
    LOAN_BORROWER,
    LOAN_CLAIMS,
    LOAN_DUE,
    LOAN_FEE_CREDIT,
    LOAN_FEE_LEFT,
    LOAN_FLAGS,
    LOAN_HOURS_PAID,
    LOAN_ID,
    LOAN_INTEREST_CREDIT,
    LOAN_KEEPER_FEE,
    LOAN_LENDER,
    LOAN_MARKET,
    LOAN_OLDER,
    LOAN_PRINCIPAL,
    LOAN_RATE,
    LOAN_RETURN_RATE,
    LOAN_START,
    LOAN_WIDTH,
    RETURNABLE,
)
from .payments import (
    book_up_to,
    cost_to_settle,
    due_up_to,
    has_flags,
    is_overdue,
    loan_asset,
    lower_principal,
    principal_atoms,
    settle,
)
from .valuation import both_values
from .venue import Venue


def swap_loan(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """LND-040 and LND-042."""
    loans = venue.loans
    rows = loans.rows
    account = commands[command + COMMAND_ACCOUNT]
    loan = loans.find(commands[command + COMMAND_LOAN])
    cell = loan * LOAN_WIDTH
    if loan == NONE or rows[cell + LOAN_LENDER] != account:
        return UNKNOWN_LOAN
    market = rows[cell + LOAN_MARKET]
    is_named = commands[command + COMMAND_OWN_LOAN] > 0
    own = loans.newest_borrowed(account)
    if is_named:
        own = loans.find(commands[command + COMMAND_OWN_LOAN])
        own_cell = own * LOAN_WIDTH
        if own == NONE or rows[own_cell + LOAN_BORROWER] != account:
            return UNKNOWN_LOAN
        if rows[own_cell + LOAN_MARKET] != market:
            return UNKNOWN_LOAN
    if is_overdue(venue, loan):
        return LOAN_OVERDUE
    if has_overdue(venue, rows[cell + LOAN_BORROWER]):
        return BORROWER_OVERDUE
    if venue.has_margin:
        venue.margin.is_checked = True
        if both_values(venue, rows[cell + LOAN_BORROWER])[1] < 0:
            return BORROWER_UNSOUND  # MGN-034
    # If no step is made the command is rejected: what is written before the first does no harm.
    if not claim_hours(venue, loan):
        return TOO_MANY_CLAIMS
    is_handed = False
    while own != NONE and rows[cell + LOAN_LENDER] == account and venue.budget > 0:
        older = NONE if is_named else rows[own * LOAN_WIDTH + LOAN_OLDER]
        if rows[own * LOAN_WIDTH + LOAN_MARKET] == market:
            venue.budget -= 1
            if hand_over(venue, loan, own):
                is_handed = True
        own = older
    return ACCEPTED if is_handed else NOTHING_TO_SWAP


def has_overdue(venue: Venue, borrower: i64) -> bool:
    """Whether an account is borrower of an overdue loan."""
    loan = venue.loans.newest_borrowed(borrower)
    while loan != NONE:
        if is_overdue(venue, loan):
            return True
        loan = venue.loans.rows[loan * LOAN_WIDTH + LOAN_OLDER]
    return False


def _hours_completed(venue: Venue, loan: i64) -> i64:
    return (venue.now - venue.loans.rows[loan * LOAN_WIDTH + LOAN_START]) // HOUR


def claim_hours(venue: Venue, loan: i64) -> bool:
    """Let completed unpaid hours become a claim of the lender, unless there are too many (LND-045).

    The loan is not overdue: they are of at most 241 hours.
    """
    loans = venue.loans
    cell = loan * LOAN_WIDTH
    hours = _hours_completed(venue, loan)
    if hours <= loans.rows[cell + LOAN_HOURS_PAID]:
        return True
    interest, credit, fee, fee_credit = due_up_to(venue, loan, hours)
    lender = loans.rows[cell + LOAN_LENDER]
    if interest > 0 or fee > 0:
        if loans.rows[cell + LOAN_CLAIMS] >= venue.lending.max_claims:
            return False
        loans.add_claim(loan, lender, interest, fee)
    book_up_to(venue, loan, hours, credit, fee, fee_credit)
    loan_id = loans.rows[cell + LOAN_ID]
    venue.events.note(INTEREST_CLAIMED, loan_id, lender, hours, interest, fee)
    return True


def _is_open_to(venue: Venue, loan: i64, own: i64, lots: i64) -> bool:
    """Whether an own loan is not skipped, but for what the step costs (LND-043)."""
    loans = venue.loans
    rows = loans.rows
    cell = loan * LOAN_WIDTH
    own_cell = own * LOAN_WIDTH
    lender = rows[own_cell + LOAN_LENDER]
    borrower = rows[cell + LOAN_BORROWER]
    if lender == borrower or is_overdue(venue, own):
        return False
    ends_earlier = rows[own_cell + LOAN_DUE] < rows[cell + LOAN_DUE]
    if ends_earlier and not has_flags(venue, own, RETURNABLE + EXTENSIBLE):
        return False
    # A part is one more loan of the borrower; an own loan that stays is one more of its lender.
    if lots < rows[cell + LOAN_PRINCIPAL] and loans.is_at_limit(borrower):
        return False
    return lots == rows[own_cell + LOAN_PRINCIPAL] or not loans.is_at_limit(lender)


def _cash_of(venue: Venue, loan: i64, own: i64, lots: i64) -> i64:
    """LND-046."""
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    hours = _hours_completed(venue, loan)
    hours_to_run = ceil_div(rows[cell + LOAN_DUE] - rows[cell + LOAN_START], HOUR) - hours
    hours_prepaid = rows[cell + LOAN_HOURS_PAID] - hours
    rate = rows[cell + LOAN_RATE]
    rate_hours = rate * hours_prepaid
    own_rate = rows[own * LOAN_WIDTH + LOAN_RATE]
    if own_rate > rate:
        rate_hours += (own_rate - rate) * hours_to_run
    credit: i64 = YEAR_UNIT - 1
    if lots == rows[cell + LOAN_PRINCIPAL]:
        credit = rows[cell + LOAN_INTEREST_CREDIT]
    cash, _ = interest_of(principal_atoms(venue, loan, lots), rate_hours, -credit)
    return cash


def hand_over(venue: Venue, loan: i64, own: i64) -> bool:
    """Make the step with an own loan, unless it is skipped (LND-043 to LND-047)."""
    loans = venue.loans
    rows = loans.rows
    cell = loan * LOAN_WIDTH
    own_cell = own * LOAN_WIDTH
    account = rows[own_cell + LOAN_BORROWER]
    lender = rows[own_cell + LOAN_LENDER]
    lots = min(rows[cell + LOAN_PRINCIPAL], rows[own_cell + LOAN_PRINCIPAL])
    if not _is_open_to(venue, loan, own, lots):
        return False
    asset = loan_asset(venue, loan)
    cash = _cash_of(venue, loan, own, lots)
    if cost_to_settle(venue, own) + cash > venue.balance(account, asset):
        return False
    settle(venue, own)
    venue.add_balance(account, asset, -cash)
    venue.add_balance(lender, asset, cash)
    terms = rows[own_cell + LOAN_FLAGS] & (RETURNABLE + EXTENSIBLE)
    if rows[own_cell + LOAN_RATE] > rows[cell + LOAN_RATE]:
        terms &= RETURNABLE
    flags = (rows[cell + LOAN_FLAGS] & AUTO_RENEW) + terms
    return_rate = rows[own_cell + LOAN_RETURN_RATE]
    passed = loan
    if lots == rows[cell + LOAN_PRINCIPAL]:
        loans.pass_to(loan, lender)
        loans.set_cell(loan, LOAN_RETURN_RATE, return_rate)
        loans.set_cell(loan, LOAN_FLAGS, flags)
    else:
        passed = _split(venue, loan, lender, lots, return_rate, flags)
    passed_id = rows[passed * LOAN_WIDTH + LOAN_ID]
    own_id = rows[own_cell + LOAN_ID]
    venue.events.note(LOAN_HANDED_OVER, passed_id, own_id, lender, lots, cash)
    lower_principal(venue, own, lots)
    return True


def _split(venue: Venue, loan: i64, lender: i64, lots: i64, return_rate: i64, flags: i64) -> i64:
    """Make a loan of the new lender of a part of another one (LND-047)."""
    loans = venue.loans
    rows = loans.rows
    cell = loan * LOAN_WIDTH
    principal = rows[cell + LOAN_PRINCIPAL]
    fee_left = rows[cell + LOAN_FEE_LEFT]
    keeper_fee = rows[cell + LOAN_KEEPER_FEE]
    part_fee_left = share_of(fee_left, lots, principal)
    part_keeper_fee = share_of(keeper_fee, lots, principal)
    part = loans.take_row()
    part_cell = part * LOAN_WIDTH
    field: i64 = 0
    while field < LOAN_WIDTH:
        rows[part_cell + field] = rows[cell + field]
        field += 1
    rows[part_cell + LOAN_ID] = loans.next_id()
    rows[part_cell + LOAN_LENDER] = lender
    rows[part_cell + LOAN_PRINCIPAL] = lots
    rows[part_cell + LOAN_RETURN_RATE] = return_rate
    rows[part_cell + LOAN_INTEREST_CREDIT] = YEAR_UNIT - 1
    rows[part_cell + LOAN_FEE_LEFT] = part_fee_left
    rows[part_cell + LOAN_FEE_CREDIT] = FEE_UNIT - 1
    rows[part_cell + LOAN_KEEPER_FEE] = part_keeper_fee
    rows[part_cell + LOAN_FLAGS] = flags
    loans.enter(part, loan)
    loans.set_cell(loan, LOAN_PRINCIPAL, principal - lots)
    loans.set_cell(loan, LOAN_FEE_LEFT, fee_left - part_fee_left)
    loans.set_cell(loan, LOAN_KEEPER_FEE, keeper_fee - part_keeper_fee)
    part_id = rows[part_cell + LOAN_ID]
    venue.events.note(LOAN_SPLIT, rows[cell + LOAN_ID], part_id, lots)
    return part

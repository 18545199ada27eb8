"""Renewal before the due time, and the roll of what is overdue (section 8 of chapter 07)."""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import (
    ACCEPTED,
    BORROWER_UNSOUND,
    FOK,
    INSUFFICIENT_BALANCE,
    IOC,
    KEEPER_FEE_PAID,
    LOAN_NOT_OVERDUE,
    LOAN_ROLLED,
    MARKET_HALTED,
    NONE,
    NOTHING_ROLLED,
    RENEWAL_NOT_OPEN,
    RENEWAL_REFUSED,
    UNKNOWN_LOAN,
    WORK_EXHAUSTED,
)
from .engine_orders import borrow_anew, return_principal
from .interest import HOUR, YEAR_UNIT, term_interest
from .layout import (
    AUTO_RENEW,
    COMMAND_ACCOUNT,
    COMMAND_LOAN,
    EXTENSIBLE,
    LOAN_BORROWER,
    LOAN_DUE,
    LOAN_FLAGS,
    LOAN_ID,
    LOAN_KEEPER_FEE,
    LOAN_LENDER,
    LOAN_MARKET,
    LOAN_PRINCIPAL,
    LOAN_RATE,
    LOAN_RETURN_RATE,
    LOAN_WIDTH,
    MARKET_IS_HALTED,
    MARKET_WIDTH,
    RATES_SPAN,
    RETURNABLE,
)
from .lending import open_loan
from .net_worth import net_worth_of
from .payments import (
    cost_to_settle,
    extend,
    has_flags,
    is_overdue,
    loan_asset,
    lower_principal,
    principal_atoms,
    repay,
    settle,
)
from .venue import Venue

RENEWAL_OPENS: Final = 6 * HOUR
"""Before the due time, in milliseconds (LND-050)."""


def renew_loan(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """LND-050 and LND-051."""
    loan = venue.loans.find(commands[command + COMMAND_LOAN])
    if loan == NONE:
        return UNKNOWN_LOAN
    if _lacks_means(venue, loan):
        return BORROWER_UNSOUND
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    due = rows[cell + LOAN_DUE]
    if venue.now < due - RENEWAL_OPENS or venue.now > due:
        return RENEWAL_NOT_OPEN
    if not has_flags(venue, loan, AUTO_RENEW):
        return RENEWAL_REFUSED
    keeper = commands[command + COMMAND_ACCOUNT]
    if not has_flags(venue, loan, EXTENSIBLE + RETURNABLE):
        return _renew_anew(venue, loan, keeper)
    atoms = principal_atoms(venue, loan, rows[cell + LOAN_PRINCIPAL])
    most, _ = term_interest(atoms, rows[cell + LOAN_RATE])
    keeper_fee = _keeper_fee(venue, loan, keeper, most)
    borrower = rows[cell + LOAN_BORROWER]
    cost = cost_to_settle(venue, loan) + keeper_fee
    if cost > venue.balance(borrower, loan_asset(venue, loan)):
        return INSUFFICIENT_BALANCE
    settle(venue, loan)
    extend(venue, loan)
    _pay_keeper(venue, loan, keeper, keeper_fee)
    return ACCEPTED


def _lacks_means(venue: Venue, loan: i64) -> bool:
    """Whether a loan would be borrowed anew by one whose net worth is negative (LIQ-024)."""
    if not venue.has_liquidation or has_flags(venue, loan, EXTENSIBLE + RETURNABLE):
        return False
    return net_worth_of(venue, venue.loans.rows[loan * LOAN_WIDTH + LOAN_BORROWER]) < 0


def _renew_anew(venue: Venue, loan: i64, keeper: i64) -> i64:
    """LND-052 and LND-053."""
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    market = rows[cell + LOAN_MARKET]
    if venue.markets[market * MARKET_WIDTH + MARKET_IS_HALTED] != 0:
        return MARKET_HALTED
    asset = loan_asset(venue, loan)
    lender = rows[cell + LOAN_LENDER]
    borrower = rows[cell + LOAN_BORROWER]
    lots = rows[cell + LOAN_PRINCIPAL]
    reserved = venue.reserved(lender, asset)
    last_loan = venue.loans.last_loan
    reason = borrow_anew(venue, borrower, market, FOK, rows[cell + LOAN_RATE], lots)
    if reason != ACCEPTED:
        return reason
    most = _term_interest_since(venue, last_loan)
    keeper_fee = _keeper_fee(venue, loan, keeper, most)
    cost = cost_to_settle(venue, loan) + principal_atoms(venue, loan, lots) + keeper_fee
    if cost > venue.balance(borrower, asset):
        return INSUFFICIENT_BALANCE
    rate = rows[cell + LOAN_RETURN_RATE]
    flags = rows[cell + LOAN_FLAGS]
    settle(venue, loan)
    repay(venue, loan, lots)
    _pay_keeper(venue, loan, keeper, keeper_fee)
    return_principal(venue, market, lender, lots, rate, flags, reserved)
    return ACCEPTED


def _term_interest_since(venue: Venue, last_loan: i64) -> i64:
    """Whole atoms of a term's interest on all loans opened since an id was the last (LND-053)."""
    rows = venue.loans.rows
    total: i64 = 0
    rest: i64 = 0
    loan_id = last_loan + 1
    while loan_id <= venue.loans.last_loan:
        loan = venue.loans.find(loan_id)
        cell = loan * LOAN_WIDTH
        atoms = principal_atoms(venue, loan, rows[cell + LOAN_PRINCIPAL])
        interest, more = term_interest(atoms, rows[cell + LOAN_RATE])
        rest += more
        total += interest + rest // YEAR_UNIT
        rest %= YEAR_UNIT
        loan_id += 1
    return total


def _keeper_fee(venue: Venue, loan: i64, keeper: i64, most: i64) -> i64:
    """What the borrower pays who renews his loan, `most` at most (LND-053)."""
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    if keeper == rows[cell + LOAN_BORROWER]:
        return 0
    return min(rows[cell + LOAN_KEEPER_FEE], most)


def _pay_keeper(venue: Venue, loan: i64, keeper: i64, atoms: i64) -> None:
    if atoms > 0:
        rows = venue.loans.rows
        cell = loan * LOAN_WIDTH
        borrower = rows[cell + LOAN_BORROWER]
        asset = loan_asset(venue, loan)
        venue.add_balance(borrower, asset, -atoms)
        venue.add_balance(keeper, asset, atoms)
        venue.events.note(KEEPER_FEE_PAID, rows[cell + LOAN_ID], borrower, keeper, asset, atoms)


def roll_loan(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """LND-054."""
    loan = venue.loans.find(commands[command + COMMAND_LOAN])
    if loan == NONE:
        return UNKNOWN_LOAN
    if not is_overdue(venue, loan):
        return LOAN_NOT_OVERDUE
    if _lacks_means(venue, loan):
        return BORROWER_UNSOUND
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    goes_on = has_flags(venue, loan, EXTENSIBLE + RETURNABLE)
    market = rows[cell + LOAN_MARKET]
    if not goes_on and venue.markets[market * MARKET_WIDTH + MARKET_IS_HALTED] != 0:
        return MARKET_HALTED
    asset = loan_asset(venue, loan)
    if cost_to_settle(venue, loan) > venue.balance(rows[cell + LOAN_BORROWER], asset):
        return INSUFFICIENT_BALANCE
    reserved = venue.reserved(rows[cell + LOAN_LENDER], asset)
    settle(venue, loan)
    if goes_on:
        extend(venue, loan)
        return ACCEPTED
    return _roll_anew(venue, loan, reserved)


def _roll_anew(venue: Venue, loan: i64, reserved: i64) -> i64:
    """LND-055."""
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    market = rows[cell + LOAN_MARKET]
    lender = rows[cell + LOAN_LENDER]
    flags = rows[cell + LOAN_FLAGS]
    rate = rows[cell + LOAN_RETURN_RATE]
    borrowed, rolled = roll_over(venue, loan)
    if borrowed == 0 and rolled == 0:
        return NOTHING_ROLLED
    return_principal(venue, market, lender, borrowed, rate, flags, reserved)
    return ACCEPTED


def roll_over(venue: Venue, loan: i64) -> tuple[i64, i64]:
    """LND-055 but for what returns; lots that were borrowed and repaid, and that were rolled.

    How the walk ended is in the taker.
    """
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    market = rows[cell + LOAN_MARKET]
    lender = rows[cell + LOAN_LENDER]
    borrower = rows[cell + LOAN_BORROWER]
    flags = rows[cell + LOAN_FLAGS]
    rate = rows[cell + LOAN_RETURN_RATE]
    rate_cap = venue.lending.rate_cap_bps
    limit = rate_cap
    if flags & RETURNABLE != 0:
        limit = min(limit, rate)
    # A walk on a lending market that removes own orders never rejects.
    borrow_anew(venue, borrower, market, IOC, limit, rows[cell + LOAN_PRINCIPAL])
    taker = venue.taker
    borrowed = taker.traded_lots
    left: i64 = 0
    # A cap of loans does not stand in the way: one loan takes the place of another.
    if taker.walk_end != WORK_EXHAUSTED and flags & RETURNABLE != 0 and rate <= rate_cap:
        left = taker.open_lots
    repay(venue, loan, borrowed)
    if left > 0:
        venue.events.note(LOAN_ROLLED, rows[cell + LOAN_ID], left)
        lower_principal(venue, loan, left)
        terms = (flags & (RETURNABLE + EXTENSIBLE)) + AUTO_RENEW
        fee_rate = taker.rates % RATES_SPAN
        open_loan(venue, market, lender, borrower, left, rate, terms, fee_rate, taker.fee_cap)
    return borrowed, left

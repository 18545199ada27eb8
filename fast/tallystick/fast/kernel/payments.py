"""What a borrower pays: settlement, principal, claims; and the terms that parties set.

Account, authority and ranges have been judged. Each command returns a reason, or ACCEPTED.
"""

from librt.vecs import vec
from mypy_extensions import i64

from .codes import (
    ACCEPTED,
    CLAIM_PAID,
    EXTENSIBLE_IS_FINAL,
    INSUFFICIENT_BALANCE,
    INTEREST_PAID,
    LOAN_EXTENDED,
    LOAN_OVERDUE,
    LOAN_REPAID,
    LOAN_TERMS_SET,
    NONE,
    NOT_EXTENSIBLE,
    NOT_MULTIPLE_OF_MINIMUM,
    REPAYMENT_TOO_LARGE,
    TERMS_OF_OTHER_PARTY,
    UNKNOWN_LOAN,
)
from .engine_orders import return_principal
from .fees import fee_of_trade
from .interest import HOUR, TERM, hours_owed, interest_of
from .layout import (
    AUTO_RENEW,
    CLAIM_ACCOUNT,
    CLAIM_FEE,
    CLAIM_INTEREST,
    CLAIM_NEXT,
    CLAIM_WIDTH,
    COMMAND_ACCOUNT,
    COMMAND_ATOMS,
    COMMAND_FLAG,
    COMMAND_LOAN,
    COMMAND_LOTS,
    COMMAND_TERMS,
    EXTENSIBLE,
    LOAN_BORROWER,
    LOAN_DUE,
    LOAN_FEE_CREDIT,
    LOAN_FEE_LEFT,
    LOAN_FEE_RATE,
    LOAN_FIRST_CLAIM,
    LOAN_FLAGS,
    LOAN_HOURS_PAID,
    LOAN_ID,
    LOAN_INTEREST_CREDIT,
    LOAN_LENDER,
    LOAN_MARKET,
    LOAN_PRINCIPAL,
    LOAN_RATE,
    LOAN_RETURN_RATE,
    LOAN_START,
    LOAN_WIDTH,
    MARKET_ASSET,
    MARKET_LOT_ATOMS,
    MARKET_MINIMUM,
    MARKET_WIDTH,
    NAMED_SPAN,
    NAMED_TRUE,
    RETURNABLE,
)
from .venue import Venue


def loan_asset(venue: Venue, loan: i64) -> i64:
    """The asset of a loan."""
    market = venue.loans.rows[loan * LOAN_WIDTH + LOAN_MARKET]
    return venue.markets[market * MARKET_WIDTH + MARKET_ASSET]


def principal_atoms(venue: Venue, loan: i64, lots: i64) -> i64:
    """Atoms of so many lots of a loan's asset."""
    market = venue.loans.rows[loan * LOAN_WIDTH + LOAN_MARKET]
    return lots * venue.markets[market * MARKET_WIDTH + MARKET_LOT_ATOMS]


def has_flags(venue: Venue, loan: i64, flags: i64) -> bool:
    """Whether a loan has all of these flags."""
    return venue.loans.rows[loan * LOAN_WIDTH + LOAN_FLAGS] & flags == flags


def is_overdue(venue: Venue, loan: i64) -> bool:
    """LND-024."""
    return venue.now > venue.loans.rows[loan * LOAN_WIDTH + LOAN_DUE]


def due_up_to(venue: Venue, loan: i64, hours: i64) -> tuple[i64, i64, i64, i64]:
    """To pay a loan up to an hour: interest, its credit, fee, its credit (LND-021, LND-022)."""
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    rate_hours = rows[cell + LOAN_RATE] * (hours - rows[cell + LOAN_HOURS_PAID])
    atoms = principal_atoms(venue, loan, rows[cell + LOAN_PRINCIPAL])
    interest, credit = interest_of(atoms, rate_hours, rows[cell + LOAN_INTEREST_CREDIT])
    fee, fee_credit = fee_of_trade(
        rows[cell + LOAN_FEE_RATE],
        interest,
        0,
        rows[cell + LOAN_FEE_CREDIT],
        rows[cell + LOAN_FEE_LEFT],
    )
    return interest, credit, fee, fee_credit


def book_up_to(venue: Venue, loan: i64, hours: i64, credit: i64, fee: i64, fee_credit: i64) -> None:
    """Keep what the payment up to an hour leaves on the loan."""
    loans = venue.loans
    fee_left = loans.rows[loan * LOAN_WIDTH + LOAN_FEE_LEFT]
    loans.set_cell(loan, LOAN_HOURS_PAID, hours)
    loans.set_cell(loan, LOAN_INTEREST_CREDIT, credit)
    loans.set_cell(loan, LOAN_FEE_LEFT, fee_left - fee)
    loans.set_cell(loan, LOAN_FEE_CREDIT, fee_credit)


def claims_total(venue: Venue, loan: i64) -> i64:
    """Atoms of all claims on a loan, fees included."""
    claims = venue.loans.claims
    total: i64 = 0
    claim = venue.loans.rows[loan * LOAN_WIDTH + LOAN_FIRST_CLAIM]
    while claim != NONE:
        cell = claim * CLAIM_WIDTH
        total += claims[cell + CLAIM_INTEREST] + claims[cell + CLAIM_FEE]
        claim = claims[cell + CLAIM_NEXT]
    return total


def cost_to_settle(venue: Venue, loan: i64) -> i64:
    """What its borrower pays to settle a loan now (LND-023)."""
    cell = loan * LOAN_WIDTH
    rows = venue.loans.rows
    cost = claims_total(venue, loan)
    hours = hours_owed(rows[cell + LOAN_START], venue.now)
    if hours > rows[cell + LOAN_HOURS_PAID]:
        interest, _, fee, _ = due_up_to(venue, loan, hours)
        cost += interest + fee
    return cost


def _pay_oldest_claim(venue: Venue, loan: i64, most: i64) -> i64:
    """Pay up to so many atoms of the oldest claim; return what is left of them (LND-034)."""
    loans = venue.loans
    cell = loan * LOAN_WIDTH
    claim = loans.rows[cell + LOAN_FIRST_CLAIM]
    claim_cell = claim * CLAIM_WIDTH
    account = loans.claims[claim_cell + CLAIM_ACCOUNT]
    all_interest = loans.claims[claim_cell + CLAIM_INTEREST]
    all_fee = loans.claims[claim_cell + CLAIM_FEE]
    interest = min(most, all_interest)
    fee = min(most - interest, all_fee)
    asset = loan_asset(venue, loan)
    venue.events.note(CLAIM_PAID, loans.rows[cell + LOAN_ID], account, interest, fee)
    venue.add_balance(loans.rows[cell + LOAN_BORROWER], asset, -interest - fee)
    venue.add_balance(account, asset, interest)
    venue.add_treasury(asset, fee)
    if interest == all_interest and fee == all_fee:
        loans.drop_first_claim(loan)
    else:
        loans.set_claim_cell(claim, CLAIM_INTEREST, all_interest - interest)
        loans.set_claim_cell(claim, CLAIM_FEE, all_fee - fee)
        if venue.has_margin:
            loans.touch(loan)
    return most - interest - fee


def settle(venue: Venue, loan: i64) -> None:
    """Let the borrower settle a loan; his balance covers it (LND-023)."""
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    left = claims_total(venue, loan)
    while left > 0:
        left = _pay_oldest_claim(venue, loan, left)
    hours = hours_owed(rows[cell + LOAN_START], venue.now)
    if hours > rows[cell + LOAN_HOURS_PAID]:
        asset = loan_asset(venue, loan)
        interest, credit, fee, fee_credit = due_up_to(venue, loan, hours)
        book_up_to(venue, loan, hours, credit, fee, fee_credit)
        venue.add_balance(rows[cell + LOAN_BORROWER], asset, -interest - fee)
        venue.add_balance(rows[cell + LOAN_LENDER], asset, interest)
        venue.add_treasury(asset, fee)
        venue.events.note(INTEREST_PAID, rows[cell + LOAN_ID], hours, interest, fee)


def lower_principal(venue: Venue, loan: i64, lots: i64) -> None:
    """Take lots from the principal; at zero the loan is gone without an event (LND-033)."""
    left = venue.loans.rows[loan * LOAN_WIDTH + LOAN_PRINCIPAL] - lots
    venue.loans.set_cell(loan, LOAN_PRINCIPAL, left)
    if left == 0:
        venue.loans.drop(loan)


def repay(venue: Venue, loan: i64, lots: i64) -> None:
    """Bring principal back to the lender in cash; his borrower's balance covers it."""
    if lots > 0:
        rows = venue.loans.rows
        cell = loan * LOAN_WIDTH
        asset = loan_asset(venue, loan)
        atoms = principal_atoms(venue, loan, lots)
        venue.add_balance(rows[cell + LOAN_BORROWER], asset, -atoms)
        venue.add_balance(rows[cell + LOAN_LENDER], asset, atoms)
        venue.events.note(LOAN_REPAID, rows[cell + LOAN_ID], lots)
        lower_principal(venue, loan, lots)


def extend(venue: Venue, loan: i64) -> None:
    """Let a loan be due a term from now."""
    due = venue.now + TERM
    venue.loans.set_cell(loan, LOAN_DUE, due)
    venue.events.note(LOAN_EXTENDED, venue.loans.rows[loan * LOAN_WIDTH + LOAN_ID], due)


def pay_interest(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """LND-030 to LND-032."""
    loan = venue.loans.find(commands[command + COMMAND_LOAN])
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    account = commands[command + COMMAND_ACCOUNT]
    if loan == NONE or rows[cell + LOAN_BORROWER] != account:
        return UNKNOWN_LOAN
    extends = commands[command + COMMAND_FLAG] != 0
    if extends and is_overdue(venue, loan):
        return LOAN_OVERDUE
    if extends and not has_flags(venue, loan, RETURNABLE + EXTENSIBLE):
        return NOT_EXTENSIBLE
    market = rows[cell + LOAN_MARKET]
    principal = rows[cell + LOAN_PRINCIPAL]
    lots = commands[command + COMMAND_LOTS]
    if lots % venue.markets[market * MARKET_WIDTH + MARKET_MINIMUM] != 0:
        return NOT_MULTIPLE_OF_MINIMUM
    if lots > principal or (extends and lots == principal):
        return REPAYMENT_TOO_LARGE
    due = rows[cell + LOAN_DUE]
    if not extends and due - HOUR < venue.now <= due:
        lots = principal
    asset = loan_asset(venue, loan)
    cost = cost_to_settle(venue, loan) + principal_atoms(venue, loan, lots)
    if cost > venue.balance(account, asset):
        return INSUFFICIENT_BALANCE
    lender = rows[cell + LOAN_LENDER]
    rate = rows[cell + LOAN_RETURN_RATE]
    flags = rows[cell + LOAN_FLAGS]
    reserved = venue.reserved(lender, asset)
    settle(venue, loan)
    repay(venue, loan, lots)
    if extends:
        extend(venue, loan)
    return_principal(venue, market, lender, lots, rate, flags, reserved)
    return ACCEPTED


def pay_claims(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """LND-034."""
    loan = venue.loans.find(commands[command + COMMAND_LOAN])
    account = commands[command + COMMAND_ACCOUNT]
    if loan == NONE or venue.loans.rows[loan * LOAN_WIDTH + LOAN_BORROWER] != account:
        return UNKNOWN_LOAN
    left = commands[command + COMMAND_ATOMS]
    if left > claims_total(venue, loan):
        return REPAYMENT_TOO_LARGE
    if left > venue.balance(account, loan_asset(venue, loan)):
        return INSUFFICIENT_BALANCE
    while left > 0:
        left = _pay_oldest_claim(venue, loan, left)
    return ACCEPTED


def _named(terms: i64, flag: i64, named: i64) -> i64:
    """The terms with one flag as a command names it, or as it was."""
    if named == 0:
        return terms
    others = terms - (terms & flag)
    return others + flag if named == NAMED_TRUE else others


def set_loan_terms(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """LND-038."""
    loan = venue.loans.find(commands[command + COMMAND_LOAN])
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    account = commands[command + COMMAND_ACCOUNT]
    is_lender = rows[cell + LOAN_LENDER] == account
    if loan == NONE or not (is_lender or rows[cell + LOAN_BORROWER] == account):
        return UNKNOWN_LOAN
    named = commands[command + COMMAND_TERMS]
    returnable = named % NAMED_SPAN
    extensible = named // NAMED_SPAN % NAMED_SPAN
    auto_renew = named // NAMED_SPAN // NAMED_SPAN
    others = auto_renew if is_lender else returnable + extensible
    if others != 0:
        return TERMS_OF_OTHER_PARTY
    if extensible == NAMED_TRUE and not has_flags(venue, loan, EXTENSIBLE):
        return EXTENSIBLE_IS_FINAL
    before = rows[cell + LOAN_FLAGS]
    terms = _named(before, RETURNABLE, returnable)
    terms = _named(terms, EXTENSIBLE, extensible)
    terms = _named(terms, AUTO_RENEW, auto_renew)
    if terms != before:
        venue.loans.set_cell(loan, LOAN_FLAGS, terms)
        venue.events.note(LOAN_TERMS_SET, rows[cell + LOAN_ID], terms)
    return ACCEPTED

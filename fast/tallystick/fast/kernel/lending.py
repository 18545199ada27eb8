"""How a loan begins: what an offer can deliver, and what a trade opens (LND-005 to LND-013)."""

from mypy_extensions import i64

from .codes import NONE, SELL
from .interest import TERM, keeper_fee_of
from .layout import (
    AUTO_RENEW,
    EXTENSIBLE,
    LOAN_BORROWER,
    LOAN_DUE,
    LOAN_FEE_CREDIT,
    LOAN_FEE_LEFT,
    LOAN_FEE_RATE,
    LOAN_FLAGS,
    LOAN_HOURS_PAID,
    LOAN_ID,
    LOAN_INTEREST_CREDIT,
    LOAN_KEEPER_FEE,
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
    OFFER_EXTENSIBLE,
    OFFER_RETURNABLE,
    ORDER_ACCOUNT,
    ORDER_FEE_CAP,
    ORDER_PRICE,
    ORDER_RATES,
    ORDER_TERMS,
    ORDER_WIDTH,
    RATES_SPAN,
    RETURNABLE,
    TERMS_SPAN,
)
from .venue import Venue


def deliverable_offer(venue: Venue, account: i64, market: i64) -> i64:
    """Lots that an offer can deliver: whole minima (LND-005)."""
    cell = market * MARKET_WIDTH
    balance = venue.balance(account, venue.markets[cell + MARKET_ASSET])
    minimum = venue.markets[cell + MARKET_MINIMUM]
    # One division after the other: minimum and lot together may need 80 bits.
    return balance // venue.markets[cell + MARKET_LOT_ATOMS] // minimum * minimum


def flags_of_offer(offer_flags: i64) -> i64:
    """The flags of a loan that an offer with these flags opens (LND-011)."""
    flags: i64 = AUTO_RENEW
    if offer_flags & OFFER_RETURNABLE != 0:
        flags += RETURNABLE
    if offer_flags & OFFER_EXTENSIBLE != 0:
        flags += EXTENSIBLE
    return flags


def open_traded(venue: Venue, maker: i64, lots: i64) -> None:
    """Move the principal of a trade and open its loan (LND-011)."""
    taker = venue.taker
    cell = maker * ORDER_WIDTH
    rows = venue.orders.rows
    market = taker.book >> 1
    maker_account = rows[cell + ORDER_ACCOUNT]
    rate = rows[cell + ORDER_PRICE]
    lender = maker_account
    borrower = taker.account
    flags = flags_of_offer(rows[cell + ORDER_TERMS] // TERMS_SPAN)
    fee_rate = taker.rates % RATES_SPAN
    fee_cap = taker.fee_cap
    if taker.book & 1 == SELL:
        lender = taker.account
        borrower = maker_account
        flags = flags_of_offer(taker.flags)
        fee_rate = rows[cell + ORDER_RATES] % RATES_SPAN
        fee_cap = rows[cell + ORDER_FEE_CAP]
    asset = venue.markets[market * MARKET_WIDTH + MARKET_ASSET]
    atoms = lots * venue.markets[market * MARKET_WIDTH + MARKET_LOT_ATOMS]
    venue.add_balance(lender, asset, -atoms)
    venue.add_balance(borrower, asset, atoms)
    open_loan(venue, market, lender, borrower, lots, rate, flags, fee_rate, fee_cap)


def open_loan(
    venue: Venue,
    market: i64,
    lender: i64,
    borrower: i64,
    lots: i64,
    rate: i64,
    flags: i64,
    fee_rate: i64,
    fee_cap: i64,
) -> None:
    """A loan that starts now (LND-011 to LND-013); its principal is at least one minimum."""
    loans = venue.loans
    loan = loans.take_row()
    rows = loans.rows
    cell = loan * LOAN_WIDTH
    market_cell = market * MARKET_WIDTH
    minimum = venue.markets[market_cell + MARKET_MINIMUM]
    minimum_atoms = minimum * venue.markets[market_cell + MARKET_LOT_ATOMS]
    rows[cell + LOAN_ID] = loans.next_id()
    rows[cell + LOAN_MARKET] = market
    rows[cell + LOAN_LENDER] = lender
    rows[cell + LOAN_BORROWER] = borrower
    rows[cell + LOAN_PRINCIPAL] = lots
    rows[cell + LOAN_RATE] = rate
    rows[cell + LOAN_RETURN_RATE] = rate
    rows[cell + LOAN_START] = venue.now
    rows[cell + LOAN_DUE] = venue.now + TERM
    rows[cell + LOAN_HOURS_PAID] = 0
    rows[cell + LOAN_INTEREST_CREDIT] = 0
    rows[cell + LOAN_FEE_RATE] = fee_rate
    rows[cell + LOAN_FEE_LEFT] = fee_cap
    rows[cell + LOAN_FEE_CREDIT] = 0
    rows[cell + LOAN_KEEPER_FEE] = keeper_fee_of(minimum_atoms, venue.lending.keeper_fee_permille)
    rows[cell + LOAN_FLAGS] = flags
    loans.enter(loan, NONE)
    venue.events.loan_opened(rows, loan, venue.markets[market_cell + MARKET_ASSET])

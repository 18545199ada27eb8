"""What a liquidation has repaid returns when its steps have ended (LIQ-020)."""

from mypy_extensions import i64

from .engine_orders import return_principal
from .journal import HOLDING_CELL, JOURNAL_WIDTH
from .layout import (
    HOLDING_RESERVED,
    LOAN_FLAGS,
    LOAN_LENDER,
    LOAN_MARKET,
    LOAN_RETURN_RATE,
    LOAN_WIDTH,
)
from .venue import Venue
from .winding_state import Winding


def return_repaid(winding: Winding) -> None:
    """Let what was repaid return, in its order (LND-035, LND-036)."""
    venue = winding.venue
    rows = venue.loans.rows
    place = 0
    while place < len(winding.returns):
        # The row of a loan that is gone stays as it was.
        cell = i64(winding.returns[place]) * LOAN_WIDTH
        market = rows[cell + LOAN_MARKET]
        lender = rows[cell + LOAN_LENDER]
        reserved = _reserved_before(venue, lender, venue.market_asset(2 * market))
        return_principal(
            venue,
            market,
            lender,
            i64(winding.returns[place + 1]),
            rows[cell + LOAN_RETURN_RATE],
            rows[cell + LOAN_FLAGS],
            reserved,
        )
        place += 2


def _reserved_before(venue: Venue, account: i64, asset: i64) -> i64:
    """What an account had reserved before the command: as its first entry says (LND-036)."""
    wanted = venue.holding_cell(account, asset) + HOLDING_RESERVED
    rows = venue.journal.rows
    cell: i64 = 0
    while cell < venue.journal.count * JOURNAL_WIDTH:
        if rows[cell] == HOLDING_CELL and rows[cell + 1] == wanted:
            return rows[cell + 2]
        cell += JOURNAL_WIDTH
    return venue.reserved(account, asset)

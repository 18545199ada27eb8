"""The log of events: fixed-width rows, a kind and its fields."""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import (
    FEE_PAID,
    LOAN_OPENED,
    ORDER_ACCEPTED,
    ORDER_REMOVED,
    ORDER_RESTED,
    SWAPPED_FOR_TARGET,
    TRADED,
)
from .layout import (
    EVENT_WIDTH,
    LOAN_BORROWER,
    LOAN_DUE,
    LOAN_FEE_LEFT,
    LOAN_FEE_RATE,
    LOAN_FLAGS,
    LOAN_ID,
    LOAN_KEEPER_FEE,
    LOAN_LENDER,
    LOAN_PRINCIPAL,
    LOAN_RATE,
    LOAN_WIDTH,
    OPENED_FLAGS,
    RATES_SPAN,
    zeros,
)

TRADED_LOTS: Final = 7
"""Where the lots of a trade stand in its row."""


def most_events(touches: i64, orders: i64, commands: i64) -> i64:
    """A bound for the events of one command, which may be a batch of `commands` commands.

    `touches` are those of all its walks together, `orders` the most that an account has resting.
    A touch writes a trade, two fees and the removal of a maker that was cut. Each inner command
    writes at most two events of its own order: accepted or amended, then rested or removed. What
    else is written removes orders of the account that rested before, `orders` at most, or that
    were placed by an inner command, one by each.
    """
    return 4 * touches + orders + 3 * commands


def most_lending_events(touches: i64, orders: i64, commands: i64, claims: i64) -> i64:
    """The same with lending; `claims` are the most that one command pays, in part or whole.

    A touch of a swap writes up to three events beside claims. A roll writes the most beside its
    touches: interest paid, accepted, removed, repaid, rolled, opened, and of the returning order
    accepted and rested; a batch may then cancel one more.
    """
    return 4 * touches + orders + 9 * commands + claims


class EventLog:
    """Rows 0 to `count - 1` are events."""

    def __init__(self, most: i64, spare: i64) -> None:
        """Allocate rows for a command of `most` events behind `spare` events of earlier ones.

        With more than `spare` rows in use, another command might not fit.
        """
        self.rows: Final[vec[i64]] = zeros((most + spare) * EVENT_WIDTH)
        self.spare: Final[i64] = spare
        self.count: i64 = 0

    def _open(self, kind: i64) -> i64:
        """Start a row, and return the cell of its first field."""
        cell = self.count * EVENT_WIDTH
        self.count += 1
        self.rows[cell] = kind
        return cell + 1

    def note(self, kind: i64, a: i64, b: i64 = 0, c: i64 = 0, d: i64 = 0, e: i64 = 0) -> None:
        """Any event of at most five fields."""
        cell = self._open(kind)
        rows = self.rows
        rows[cell] = a
        rows[cell + 1] = b
        rows[cell + 2] = c
        rows[cell + 3] = d
        rows[cell + 4] = e

    def order_rested(self, account: i64, order_id: i64, lots: i64) -> None:
        """Open lots rest on a side."""
        cell = self._open(ORDER_RESTED)
        rows = self.rows
        rows[cell] = account
        rows[cell + 1] = order_id
        rows[cell + 2] = lots

    def order_removed(self, account: i64, order_id: i64, lots: i64, cause: i64) -> None:
        """Open lots ceased without a trade."""
        cell = self._open(ORDER_REMOVED)
        rows = self.rows
        rows[cell] = account
        rows[cell + 1] = order_id
        rows[cell + 2] = lots
        rows[cell + 3] = cause

    def fee_paid(self, account: i64, order_id: i64, asset: i64, atoms: i64) -> None:
        """A fee of at least one atom went to the treasury."""
        cell = self._open(FEE_PAID)
        rows = self.rows
        rows[cell] = account
        rows[cell + 1] = order_id
        rows[cell + 2] = asset
        rows[cell + 3] = atoms

    def order_accepted(
        self,
        account: i64,
        order_id: i64,
        book: i64,
        price: i64,
        lots: i64,
        terms: i64,
        expires_at: i64,
        rates: i64,
        fee_cap: i64,
    ) -> None:
        """A new order; market and side are packed as a book, type and policy as terms."""
        cell = self._open(ORDER_ACCEPTED)
        rows = self.rows
        rows[cell] = account
        rows[cell + 1] = order_id
        rows[cell + 2] = book
        rows[cell + 3] = price
        rows[cell + 4] = lots
        rows[cell + 5] = terms
        rows[cell + 6] = expires_at
        rows[cell + 7] = rates
        rows[cell + 8] = fee_cap

    def traded(
        self,
        taker_book: i64,
        maker_account: i64,
        maker_order_id: i64,
        taker_account: i64,
        taker_order_id: i64,
        price: i64,
        lots: i64,
    ) -> None:
        """A trade; market and taker's side are packed as the taker's own book."""
        cell = self._open(TRADED)
        rows = self.rows
        rows[cell] = taker_book
        rows[cell + 1] = maker_account
        rows[cell + 2] = maker_order_id
        rows[cell + 3] = taker_account
        rows[cell + 4] = taker_order_id
        rows[cell + 5] = price
        rows[cell + 6] = lots

    def set_traded_lots(self, event: i64, lots: i64) -> None:
        """Correct the lots of a trade that was written before it was known how many there are."""
        self.rows[event * EVENT_WIDTH + TRADED_LOTS] = lots

    def leg_changed(
        self,
        kind: i64,
        market: i64,
        long_account: i64,
        short_account: i64,
        lots: i64,
        price_or_atoms: i64,
        leg_or_funding: i64,
    ) -> None:
        """A leg gained lots at a price, or was settled and lost them (PRP-005, PRP-006)."""
        cell = self._open(kind)
        rows = self.rows
        rows[cell] = market
        rows[cell + 1] = long_account
        rows[cell + 2] = short_account
        rows[cell + 3] = lots
        rows[cell + 4] = price_or_atoms
        rows[cell + 5] = leg_or_funding

    def swapped_for_target(
        self,
        account: i64,
        target: i64,
        give_asset: i64,
        give_atoms: i64,
        take_asset: i64,
        take_atoms: i64,
    ) -> None:
        """An account gave the target atoms of one asset for those of another (LIQ-023)."""
        cell = self._open(SWAPPED_FOR_TARGET)
        rows = self.rows
        rows[cell] = account
        rows[cell + 1] = target
        rows[cell + 2] = give_asset
        rows[cell + 3] = give_atoms
        rows[cell + 4] = take_asset
        rows[cell + 5] = take_atoms

    def loan_opened(self, rows: vec[i64], loan: i64, asset: i64) -> None:
        """A loan as its row is; flags, fee rate and rate are packed."""
        cell = self._open(LOAN_OPENED)
        base = loan * LOAN_WIDTH
        log = self.rows
        log[cell] = rows[base + LOAN_ID]
        log[cell + 1] = asset
        log[cell + 2] = rows[base + LOAN_LENDER]
        log[cell + 3] = rows[base + LOAN_BORROWER]
        log[cell + 4] = rows[base + LOAN_PRINCIPAL]
        log[cell + 5] = rows[base + LOAN_DUE]
        rates = rows[base + LOAN_FEE_RATE] + RATES_SPAN * rows[base + LOAN_RATE]
        log[cell + 6] = rows[base + LOAN_FLAGS] + OPENED_FLAGS * rates
        log[cell + 7] = rows[base + LOAN_FEE_LEFT]
        log[cell + 8] = rows[base + LOAN_KEEPER_FEE]

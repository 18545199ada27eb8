"""What a command has written so far, so that a rejection can take it back (CMD-004)."""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .layout import zeros

JOURNAL_WIDTH: Final = 3

# Kinds of entry. Of a cell: where it is, and what stood there. Of an order: its row.
ORDER_CELL: Final = 0
ACCOUNT_CELL: Final = 1
ASSET_CELL: Final = 2
HOLDING_CELL: Final = 3
ORDER_JOINED: Final = 4
ORDER_LEFT: Final = 5
# Of loans: cells, the id used last, and which rows came and went.
LOAN_CELL: Final = 6
PARTY_CELL: Final = 7
CLAIM_CELL: Final = 8
LAST_LOAN: Final = 9
LOAN_ENTERED: Final = 10
LOAN_DROPPED: Final = 11
CLAIM_TAKEN: Final = 12
CLAIM_FREED: Final = 13
# Of perpetual markets: cells, and which rows came and went.
LEG_CELL: Final = 14
POSITION_CELL: Final = 15
LEG_ENTERED: Final = 16
LEG_DROPPED: Final = 17
DEBT_CELL: Final = 18
DEBTOR_CELL: Final = 19
DEBT_ENTERED: Final = 20
DEBT_PAID_OFF: Final = 21
FUNDING_CELL: Final = 22
SUM_CELL: Final = 23
# Of margin: the open lots of an order in its list.
CHAIN_CELL: Final = 24


def most_entries(touches: i64, orders: i64, commands: i64) -> i64:
    """A bound for the entries of one command; the arguments are those of `most_events`.

    A touch moves four balances, keeps paid fee and credit of the maker, brings two fees from a
    balance to the treasury, and takes the maker off the book, twice if it was cut: 14 entries. An
    order that joins or leaves its book takes two, for what it reserves and for its place. An inner
    command leaves and joins once for an amend, or keeps an id and joins for a new order, which a
    later one may remove.
    """
    return 14 * touches + 2 * orders + 5 * commands


def most_lending_entries(touches: i64, orders: i64, commands: i64, claims: i64) -> i64:
    """The same with lending; `claims` are the most that one command pays, in part or whole.

    A loan that enters takes 10 entries: two cells for its place with either party, two counts, two
    cells of its own, its id, its row. One that goes takes 7. So a trade takes 16. A touch of a swap
    pays interest by 7, moves cash by 2, makes a part by 13 and drops an own loan by 8. A claim that
    is paid changes three balances and three cells of its loan, and goes. Beside its touches a
    command takes the most as a roll: interest 7, repaid 3, a loan that goes and one that enters 18,
    two orders 4.
    """
    return 30 * touches + 2 * orders + 36 * commands + 9 * claims


class Journal:
    """Entries of the command in hand, oldest first."""

    def __init__(self, most: i64) -> None:
        """Allocate room for `most` entries."""
        self.rows: Final[vec[i64]] = zeros(most * JOURNAL_WIDTH)
        self.count: i64 = 0
        self.is_kept: bool = False
        self.in_batch: bool = False

    def begin(self, in_batch: bool) -> None:
        """A new command. All of a batch is kept: a later command of it may fail; so of loans."""
        self.in_batch = in_batch
        self.is_kept = in_batch

    def begin_walk(self, may_fail: bool) -> None:
        """A walk that may end with a rejection; what it does must be kept."""
        self.is_kept = may_fail or self.in_batch

    def end_walk(self) -> None:
        """Nothing is rejected after a walk, outside a batch."""
        self.is_kept = self.in_batch

    def stop(self) -> None:
        """Nothing is rejected any more: the command has been accepted."""
        self.is_kept = False

    def write(self, kind: i64, where: i64, before: i64) -> None:
        """Remember what stood in a cell, or which order moved, if it may have to be taken back."""
        if not self.is_kept:
            return
        cell = self.count * JOURNAL_WIDTH
        self.count += 1
        rows = self.rows
        rows[cell] = kind
        rows[cell + 1] = where
        rows[cell + 2] = before

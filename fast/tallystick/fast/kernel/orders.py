"""All resting orders: rows with queues by price level and lists by account.

Taking an order off the book leaves its row and its neighbours as they were, so that the latest
removal that still stands can be undone exactly. The row is used again only after `release`.
"""

from typing import Final

from librt.vecs import append, vec
from mypy_extensions import i64

from .codes import NONE
from .ladder import Ladder
from .layout import (
    ACCOUNT_NEWEST_ORDER,
    ACCOUNT_ORDERS,
    ACCOUNT_WIDTH,
    LEVEL_TAIL,
    LINE_START,
    LINK_BEFORE,
    LINK_BEHIND,
    LINK_EARLIER,
    LINK_LATER,
    LINK_WIDTH,
    ORDER_ACCOUNT,
    ORDER_BOOK,
    ORDER_ID,
    ORDER_PRICE,
    ORDER_WIDTH,
    rank_of,
    zeros,
)
from .pair_index import PairIndex


def append_to_queue(links: vec[i64], order: i64, end: i64) -> None:
    """Put an order at the tail of a level, whose row is `end` (MAT-010)."""
    cell = order * LINK_WIDTH
    tail = links[end * LINK_WIDTH + LEVEL_TAIL]
    links[cell + LINK_BEFORE] = tail
    links[cell + LINK_BEHIND] = end
    links[tail * LINK_WIDTH + LINK_BEHIND] = order
    links[end * LINK_WIDTH + LEVEL_TAIL] = order


def unlink(links: vec[i64], order: i64) -> i64:
    """Take an order out of its queue; if that is empty then, the row of the level, else NONE."""
    cell = order * LINK_WIDTH
    before = links[cell + LINK_BEFORE]
    behind = links[cell + LINK_BEHIND]
    links[before * LINK_WIDTH + LINK_BEHIND] = behind
    links[behind * LINK_WIDTH + LINK_BEFORE] = before
    if before == behind:
        return before
    return NONE


def enlist(links: vec[i64], accounts: vec[i64], order: i64, account_cell: i64) -> None:
    """Enter an order into the list of its account."""
    cell = order * LINK_WIDTH
    newest = accounts[account_cell + ACCOUNT_NEWEST_ORDER]
    links[cell + LINK_EARLIER] = newest
    links[cell + LINK_LATER] = NONE
    links[newest * LINK_WIDTH + LINK_LATER] = order
    accounts[account_cell + ACCOUNT_NEWEST_ORDER] = order
    accounts[account_cell + ACCOUNT_ORDERS] += 1


def delist(links: vec[i64], accounts: vec[i64], order: i64, account_cell: i64) -> None:
    """Take an order out of the list of its account, whose order means nothing."""
    cell = order * LINK_WIDTH
    earlier = links[cell + LINK_EARLIER]
    later = links[cell + LINK_LATER]
    # Whether it is the first or the last of them cannot be guessed: no branch.
    newest = accounts[account_cell + ACCOUNT_NEWEST_ORDER]
    accounts[account_cell + ACCOUNT_NEWEST_ORDER] = newest + (earlier - newest) * i64(later == NONE)
    links[later * LINK_WIDTH + LINK_EARLIER] = earlier
    links[earlier * LINK_WIDTH + LINK_LATER] = later
    accounts[account_cell + ACCOUNT_ORDERS] -= 1


class Orders:
    """Rows for `capacity` resting orders, and `spare` for orders removed but not yet released."""

    def __init__(self, books: i64, capacity: i64, spare: i64, accounts: vec[i64]) -> None:
        """Allocate everything; `accounts` are the account rows, never reallocated."""
        self.rows: Final[vec[i64]] = zeros((capacity + spare + 1) * ORDER_WIDTH)
        # Links of no order, row 0, are written and never read. Behind the orders stand the levels.
        levels = capacity + spare + 1
        self.links: Final[vec[i64]] = zeros((levels + capacity + 1) * LINK_WIDTH + LINE_START)
        self.ladder: Final[Ladder] = Ladder(books, capacity, self.links, levels)
        self.index: Final[PairIndex] = PairIndex(capacity, self.rows, ORDER_WIDTH, ORDER_ACCOUNT)
        self.accounts: Final[vec[i64]] = accounts
        self.count: i64 = 0
        self.fresh: i64 = 1
        self.free: i64 = NONE

    def take_row(self) -> i64:
        """A free row; the caller fills it and then lets it join."""
        order = self.free
        if order != NONE:
            self.free = self.links[order * LINK_WIDTH + LINK_BEHIND]
            return order
        order = self.fresh
        self.fresh = order + 1
        return order

    def release(self, order: i64) -> None:
        """Let the row of an order that is off the book be used again."""
        self.links[order * LINK_WIDTH + LINK_BEHIND] = self.free
        self.free = order

    def find(self, account: i64, order_id: i64) -> i64:
        """The row of a resting order of the account, or NONE."""
        return self.index.find(account, order_id)

    def join(self, order: i64) -> None:
        """Put a filled row at the tail of its price (MAT-010)."""
        append_to_queue(self.links, order, self.ladder.first + self._level_of(order))
        self._enter(order)

    def rejoin(self, order: i64) -> None:
        """Put back the order that left last of those that are off the book, where it was."""
        links = self.links
        cell = order * LINK_WIDTH
        end = self.ladder.first + self._level_of(order)
        if links[cell + LINK_BEFORE] == links[cell + LINK_BEHIND]:
            # It was alone, and its level may have another row now.
            append_to_queue(links, order, end)
        else:
            links[links[cell + LINK_BEFORE] * LINK_WIDTH + LINK_BEHIND] = order
            links[links[cell + LINK_BEHIND] * LINK_WIDTH + LINK_BEFORE] = order
        self._enter(order)

    def leave(self, order: i64) -> None:
        """Take an order off its book; its row stays as it was."""
        cell = order * ORDER_WIDTH
        end = unlink(self.links, order)
        if end != NONE:
            self.ladder.remove(end - self.ladder.first)
        account = self.rows[cell + ORDER_ACCOUNT]
        delist(self.links, self.accounts, order, account * ACCOUNT_WIDTH)
        self.count -= 1
        self.index.remove(account, self.rows[cell + ORDER_ID], order)

    def _level_of(self, order: i64) -> i64:
        book = self.rows[order * ORDER_WIDTH + ORDER_BOOK]
        rank = rank_of(book, self.rows[order * ORDER_WIDTH + ORDER_PRICE])
        level = self.ladder.remembered(book, rank)
        return level if level != NONE else self.ladder.level_for(book, rank)

    def _enter(self, order: i64) -> None:
        """Enter an order into the index and the list of its account."""
        cell = order * ORDER_WIDTH
        account = self.rows[cell + ORDER_ACCOUNT]
        enlist(self.links, self.accounts, order, account * ACCOUNT_WIDTH)
        self.count += 1
        self.index.insert(account, self.rows[cell + ORDER_ID], order)

    def standing(self, book: i64) -> vec[i64]:
        """The rows of a book's orders, one after another, best first."""
        rows = self.rows
        copied = vec[i64]()
        level = self.ladder.bests[book]
        while level != NONE:
            order = self.ladder.head(level)
            while order < self.ladder.first:
                field: i64 = 0
                while field < ORDER_WIDTH:
                    copied = append(copied, rows[order * ORDER_WIDTH + field])
                    field += 1
                order = self.links[order * LINK_WIDTH + LINK_BEHIND]
            level = self.ladder.next_level(level)
        return copied

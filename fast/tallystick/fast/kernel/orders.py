"""All resting orders: rows with queues by price level and lists by account.

Taking an order off the book leaves its row as it was, neighbours included, so that the latest
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
    LEVEL_HEAD,
    LEVEL_TAIL,
    LEVEL_WIDTH,
    ORDER_ACCOUNT,
    ORDER_BEFORE,
    ORDER_BEHIND,
    ORDER_BOOK,
    ORDER_EARLIER,
    ORDER_ID,
    ORDER_LATER,
    ORDER_LEVEL,
    ORDER_PRICE,
    ORDER_WIDTH,
    rank_of,
    zeros,
)
from .pair_index import PairIndex


class Orders:
    """Rows for `capacity` resting orders, and `spare` for orders removed but not yet released."""

    def __init__(self, books: i64, capacity: i64, spare: i64, accounts: vec[i64]) -> None:
        """Allocate everything; `accounts` are the account rows, never reallocated."""
        self.rows: Final[vec[i64]] = zeros((capacity + spare + 1) * ORDER_WIDTH)
        self.ladder: Final[Ladder] = Ladder(books, capacity)
        self.index: Final[PairIndex] = PairIndex(capacity, self.rows, ORDER_WIDTH, ORDER_ACCOUNT)
        self.accounts: Final[vec[i64]] = accounts
        self.count: i64 = 0
        self.fresh: i64 = 1
        self.free: i64 = NONE

    def take_row(self) -> i64:
        """A free row; the caller fills it and then lets it join."""
        order = self.free
        if order != NONE:
            self.free = self.rows[order * ORDER_WIDTH + ORDER_BEHIND]
            return order
        order = self.fresh
        self.fresh = order + 1
        return order

    def release(self, order: i64) -> None:
        """Let the row of an order that is off the book be used again."""
        self.rows[order * ORDER_WIDTH + ORDER_BEHIND] = self.free
        self.free = order

    def find(self, account: i64, order_id: i64) -> i64:
        """The row of a resting order of the account, or NONE."""
        return self.index.find(account, order_id)

    def join(self, order: i64) -> None:
        """Put a filled row at the tail of its price (MAT-010)."""
        rows = self.rows
        levels = self.ladder.rows
        cell = order * ORDER_WIDTH
        level = self._level_for(order)
        tail = levels[level * LEVEL_WIDTH + LEVEL_TAIL]
        rows[cell + ORDER_BEFORE] = tail
        rows[cell + ORDER_BEHIND] = NONE
        levels[level * LEVEL_WIDTH + LEVEL_TAIL] = order
        if tail == NONE:
            levels[level * LEVEL_WIDTH + LEVEL_HEAD] = order
        else:
            rows[tail * ORDER_WIDTH + ORDER_BEHIND] = order
        self._enlist(order)

    def rejoin(self, order: i64) -> None:
        """Put back the order that left last of those that are off the book, where it was."""
        rows = self.rows
        levels = self.ladder.rows
        cell = order * ORDER_WIDTH
        level = self._level_for(order)
        before = rows[cell + ORDER_BEFORE]
        behind = rows[cell + ORDER_BEHIND]
        if before == NONE:
            levels[level * LEVEL_WIDTH + LEVEL_HEAD] = order
        else:
            rows[before * ORDER_WIDTH + ORDER_BEHIND] = order
        if behind == NONE:
            levels[level * LEVEL_WIDTH + LEVEL_TAIL] = order
        else:
            rows[behind * ORDER_WIDTH + ORDER_BEFORE] = order
        self._enlist(order)

    def leave(self, order: i64) -> None:
        """Take an order off its book; its row stays as it was."""
        rows = self.rows
        levels = self.ladder.rows
        cell = order * ORDER_WIDTH
        level = rows[cell + ORDER_LEVEL]
        before = rows[cell + ORDER_BEFORE]
        behind = rows[cell + ORDER_BEHIND]
        if before != NONE:
            rows[before * ORDER_WIDTH + ORDER_BEHIND] = behind
        else:
            levels[level * LEVEL_WIDTH + LEVEL_HEAD] = behind
        if behind != NONE:
            rows[behind * ORDER_WIDTH + ORDER_BEFORE] = before
        else:
            levels[level * LEVEL_WIDTH + LEVEL_TAIL] = before
            if before == NONE:
                self.ladder.remove(level)
        self._delist(order)

    def _level_for(self, order: i64) -> i64:
        """The level of the order's price, made if it is missing."""
        cell = order * ORDER_WIDTH
        book = self.rows[cell + ORDER_BOOK]
        rank = rank_of(book, self.rows[cell + ORDER_PRICE])
        level = self.ladder.find(book, rank)
        if level == NONE:
            level = self.ladder.insert(book, rank)
        self.rows[cell + ORDER_LEVEL] = level
        return level

    def _enlist(self, order: i64) -> None:
        """Enter an order into the index and the list of its account."""
        rows = self.rows
        cell = order * ORDER_WIDTH
        account = rows[cell + ORDER_ACCOUNT]
        account_cell = account * ACCOUNT_WIDTH
        newest = self.accounts[account_cell + ACCOUNT_NEWEST_ORDER]
        rows[cell + ORDER_EARLIER] = newest
        rows[cell + ORDER_LATER] = NONE
        if newest != NONE:
            rows[newest * ORDER_WIDTH + ORDER_LATER] = order
        self.accounts[account_cell + ACCOUNT_NEWEST_ORDER] = order
        self.accounts[account_cell + ACCOUNT_ORDERS] += 1
        self.count += 1
        self.index.insert(account, rows[cell + ORDER_ID], order)

    def _delist(self, order: i64) -> None:
        """Undo `_enlist`, but for the order of the list, which means nothing."""
        rows = self.rows
        cell = order * ORDER_WIDTH
        account = rows[cell + ORDER_ACCOUNT]
        account_cell = account * ACCOUNT_WIDTH
        earlier = rows[cell + ORDER_EARLIER]
        later = rows[cell + ORDER_LATER]
        if later != NONE:
            rows[later * ORDER_WIDTH + ORDER_EARLIER] = earlier
        else:
            self.accounts[account_cell + ACCOUNT_NEWEST_ORDER] = earlier
        if earlier != NONE:
            rows[earlier * ORDER_WIDTH + ORDER_LATER] = later
        self.accounts[account_cell + ACCOUNT_ORDERS] -= 1
        self.count -= 1
        self.index.remove(account, rows[cell + ORDER_ID], order)

    def standing(self, book: i64) -> vec[i64]:
        """The rows of a book's orders, one after another, best first."""
        rows = self.rows
        copied = vec[i64]()
        level = self.ladder.bests[book]
        while level != NONE:
            order = self.ladder.rows[level * LEVEL_WIDTH + LEVEL_HEAD]
            while order != NONE:
                field: i64 = 0
                while field < ORDER_WIDTH:
                    copied = append(copied, rows[order * ORDER_WIDTH + field])
                    field += 1
                order = rows[order * ORDER_WIDTH + ORDER_BEHIND]
            level = self.ladder.next_level(level)
        return copied

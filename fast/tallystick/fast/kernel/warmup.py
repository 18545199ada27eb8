"""Early reads of what the next commands will touch, so that their cache misses overlap.

Nothing is decided here and nothing written but scratch: the sum of what was read is kept only so
that no compiler drops the reads. A row of any content is safe, as long as its fields are in range.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import AMEND_ORDER, CANCEL_ORDER, NONE, PLACE_ORDER, REPLACE_ORDER
from .layout import (
    ACCOUNT_NEWEST_ORDER,
    ACCOUNT_WIDTH,
    COMMAND_ACCOUNT,
    COMMAND_KIND,
    COMMAND_MARKET,
    COMMAND_NEW_ORDER_ID,
    COMMAND_ORDER_ID,
    COMMAND_PRICE,
    COMMAND_SIDE,
    COMMAND_WIDTH,
    LEVEL_BOOK,
    LEVEL_RANK,
    LEVEL_TAIL,
    LEVEL_WIDTH,
    ORDER_BEFORE,
    ORDER_BEHIND,
    ORDER_EARLIER,
    ORDER_EXPIRES_AT,
    ORDER_LATER,
    ORDER_LEVEL,
    ORDER_WIDTH,
    rank_of,
    zeros,
)
from .orders import Orders
from .pair_index import ROW_MASK

ROWS_AHEAD: Final = 32
FEW_ORDERS: Final = 8_000
"""Up to so many, the nearer caches hold everything and reading ahead costs more than it saves."""


class Warmup:
    """Reads ahead for the books of one venue."""

    def __init__(self, orders: Orders, markets: i64) -> None:
        """Of a venue with room for so many markets."""
        self.orders: Final[Orders] = orders
        self.markets: Final[i64] = markets
        self.few_orders: i64 = FEW_ORDERS
        self.places: Final[vec[i64]] = zeros(ROWS_AHEAD)
        self.levels: Final[vec[i64]] = zeros(ROWS_AHEAD)
        self.warmth: i64 = 0

    def read_ahead(self, commands: vec[i64], row: i64, rows: i64, account_count: i64) -> i64:
        """Read for some rows from `row` on; return the row from which to read ahead next."""
        end = min(row + ROWS_AHEAD, rows)
        if self.orders.count > self.few_orders:
            # Each pass reads what the one before has found: within a pass, no read waits.
            self._read_index(commands, row, end, account_count)
            self._read_orders(end - row)
            self._read_neighbours(end - row)
        return end

    def _read_index(self, commands: vec[i64], row: i64, end: i64, account_count: i64) -> None:
        """Where the index has the order that is named, and where the new one will go."""
        orders = self.orders
        index = orders.index
        entries = index.entries
        accounts = orders.accounts
        places = self.places
        levels = self.levels
        warmth: i64 = 0
        place: i64 = 0
        while row < end:
            cell = row * COMMAND_WIDTH
            kind = commands[cell + COMMAND_KIND]
            account = commands[cell + COMMAND_ACCOUNT]
            places[place] = NONE
            levels[place] = NONE
            if kind == PLACE_ORDER:
                market = commands[cell + COMMAND_MARKET]
                if account <= account_count and market <= self.markets:
                    book = 2 * market + commands[cell + COMMAND_SIDE]
                    rank = rank_of(book, commands[cell + COMMAND_PRICE])
                    levels[place] = orders.ladder.glance(book, rank)
                    warmth += entries[index.home(account, commands[cell + COMMAND_NEW_ORDER_ID])]
                    places[place] = -accounts[account * ACCOUNT_WIDTH + ACCOUNT_NEWEST_ORDER]
            elif kind in (CANCEL_ORDER, AMEND_ORDER, REPLACE_ORDER):
                home = index.home(account, commands[cell + COMMAND_ORDER_ID])
                warmth += entries[home]
                places[place] = home + 1
            row += 1
            place += 1
        self.warmth ^= warmth

    def _read_orders(self, count: i64) -> None:
        """The rows themselves; a first entry that belongs to another pair only costs time."""
        entries = self.orders.index.entries
        cells = self.orders.rows
        levels = self.orders.ladder.rows
        places = self.places
        warmth: i64 = 0
        place: i64 = 0
        while place < count:
            home = places[place]
            if home > 0:
                order = entries[home - 1] & ROW_MASK
                places[place] = order
                warmth += cells[order * ORDER_WIDTH] + cells[order * ORDER_WIDTH + ORDER_EXPIRES_AT]
            else:
                places[place] = NONE
                warmth += cells[-home * ORDER_WIDTH]
                warmth += levels[self.levels[place] * LEVEL_WIDTH + LEVEL_TAIL]
            place += 1
        self.warmth ^= warmth

    def _read_neighbours(self, count: i64) -> None:
        """What the rows point to."""
        cells = self.orders.rows
        ladder = self.orders.ladder
        levels = ladder.rows
        places = self.places
        warmth: i64 = 0
        place: i64 = 0
        while place < count:
            order = places[place]
            if order != NONE:
                cell = order * ORDER_WIDTH
                before = cells[cell + ORDER_BEFORE]
                behind = cells[cell + ORDER_BEHIND]
                warmth += cells[before * ORDER_WIDTH] + cells[behind * ORDER_WIDTH]
                warmth += cells[cells[cell + ORDER_EARLIER] * ORDER_WIDTH]
                warmth += cells[cells[cell + ORDER_LATER] * ORDER_WIDTH]
                if before == NONE or behind == NONE:
                    level = cells[cell + ORDER_LEVEL] * LEVEL_WIDTH
                    warmth += levels[level + LEVEL_BOOK]
                    if before == behind:
                        ladder.glance(levels[level + LEVEL_BOOK], levels[level + LEVEL_RANK])
            else:
                level = self.levels[place] * LEVEL_WIDTH
                warmth += cells[levels[level + LEVEL_TAIL] * ORDER_WIDTH]
            place += 1
        self.warmth ^= warmth

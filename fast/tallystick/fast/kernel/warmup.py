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
    LINK_EARLIER,
    LINK_LATER,
    LINK_WIDTH,
    ORDER_BEFORE,
    ORDER_BEHIND,
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
        self.homes: Final[vec[i64]] = zeros(ROWS_AHEAD)
        self.found: Final[vec[i64]] = zeros(ROWS_AHEAD)
        self.levels: Final[vec[i64]] = zeros(ROWS_AHEAD)
        self.warmth: i64 = 0

    def read_ahead(self, commands: vec[i64], row: i64, rows: i64, account_count: i64) -> i64:
        """Read for some rows from `row` on; return the row from which to read ahead next."""
        end = min(row + ROWS_AHEAD, rows)
        if self.orders.count > self.few_orders:
            # Each pass reads what the one before has found: within a pass, no read waits. The
            # shorter the code of a pass, the more rows of it a processor has in hand at a time.
            cells = self.orders.rows
            links = self.orders.links
            self._locate(commands, row, end, account_count, self.homes, self.found, self.levels)
            self.warmth ^= (
                _read_index(self.orders.index.entries, self.homes, self.found, end - row)
                ^ _read_orders(cells, links, self.found, end - row)
                ^ _read_levels(self.orders.ladder.rows, self.levels, end - row)
                ^ self._read_neighbours(cells, links, self.orders.ladder.rows, end - row)
            )
        return end

    def _locate(
        self,
        commands: vec[i64],
        row: i64,
        end: i64,
        account_count: i64,
        homes: vec[i64],
        found: vec[i64],
        levels: vec[i64],
    ) -> None:
        """Where the index would have the order that is named or made, and the new one's level."""
        index = self.orders.index
        place: i64 = 0
        while row < end:
            cell = row * COMMAND_WIDTH
            kind = commands[cell + COMMAND_KIND]
            account = commands[cell + COMMAND_ACCOUNT]
            homes[place] = 0
            found[place] = NONE
            levels[place] = NONE
            if kind == PLACE_ORDER:
                market = commands[cell + COMMAND_MARKET]
                if account <= account_count and market <= self.markets:
                    book = 2 * market + commands[cell + COMMAND_SIDE]
                    rank = rank_of(book, commands[cell + COMMAND_PRICE])
                    levels[place] = self.orders.ladder.glance(book, rank)
                    homes[place] = index.home(account, commands[cell + COMMAND_NEW_ORDER_ID])
                    found[place] = self.orders.accounts[
                        account * ACCOUNT_WIDTH + ACCOUNT_NEWEST_ORDER
                    ]
            elif kind in (CANCEL_ORDER, AMEND_ORDER, REPLACE_ORDER):
                homes[place] = index.home(account, commands[cell + COMMAND_ORDER_ID])
            row += 1
            place += 1

    def _read_neighbours(
        self, cells: vec[i64], links: vec[i64], levels: vec[i64], count: i64
    ) -> i64:
        """What the rows point to."""
        warmth: i64 = 0
        place: i64 = 0
        while place < count:
            level = self.levels[place] * LEVEL_WIDTH
            if level != NONE:
                warmth ^= cells[levels[level + LEVEL_TAIL] * ORDER_WIDTH + ORDER_BEHIND]
            else:
                cell = self.found[place] * ORDER_WIDTH
                before = cells[cell + ORDER_BEFORE]
                behind = cells[cell + ORDER_BEHIND]
                warmth ^= cells[before * ORDER_WIDTH + ORDER_BEHIND]
                warmth ^= cells[behind * ORDER_WIDTH + ORDER_BEFORE]
                link = self.found[place] * LINK_WIDTH
                warmth ^= links[links[link + LINK_EARLIER] * LINK_WIDTH + LINK_LATER]
                warmth ^= links[links[link + LINK_LATER] * LINK_WIDTH + LINK_EARLIER]
                if before == NONE or behind == NONE:
                    level = cells[cell + ORDER_LEVEL] * LEVEL_WIDTH
                    warmth ^= levels[level + LEVEL_BOOK]
                    if before == behind:
                        self.orders.ladder.glance(
                            levels[level + LEVEL_BOOK], levels[level + LEVEL_RANK]
                        )
            place += 1
        return warmth


def _read_index(entries: vec[i64], homes: vec[i64], found: vec[i64], count: i64) -> i64:
    """The entries; of an order that is named, its row, or another one that only costs time."""
    warmth: i64 = 0
    place: i64 = 0
    while place < count:
        entry = entries[homes[place]]
        if found[place] == NONE:
            found[place] = entry & ROW_MASK
        else:
            warmth ^= entry
        place += 1
    return warmth


def _read_orders(cells: vec[i64], links: vec[i64], found: vec[i64], count: i64) -> i64:
    """The rows themselves, and what links them to others of their account."""
    warmth: i64 = 0
    place: i64 = 0
    while place < count:
        order = found[place]
        warmth ^= cells[order * ORDER_WIDTH + ORDER_BEHIND]
        warmth ^= links[order * LINK_WIDTH + LINK_LATER]
        place += 1
    return warmth


def _read_levels(levels: vec[i64], found: vec[i64], count: i64) -> i64:
    """The levels of new orders."""
    warmth: i64 = 0
    place: i64 = 0
    while place < count:
        warmth ^= levels[found[place] * LEVEL_WIDTH + LEVEL_TAIL]
        place += 1
    return warmth

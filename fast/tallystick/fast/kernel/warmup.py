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
    CHAIN_EARLIER,
    CHAIN_WIDTH,
    COMMAND_ACCOUNT,
    COMMAND_KIND,
    COMMAND_MARKET,
    COMMAND_NEW_ORDER_ID,
    COMMAND_ORDER_ID,
    COMMAND_PRICE,
    COMMAND_SIDE,
    COMMAND_WIDTH,
    HOLDING_BALANCE,
    HOLDING_RESERVED,
    HOLDING_WIDTH,
    LEVEL_BOOK,
    LEVEL_RANK,
    LEVEL_TAIL,
    LEVEL_WIDTH,
    LINK_BEFORE,
    LINK_BEHIND,
    LINK_EARLIER,
    LINK_LATER,
    LINK_WIDTH,
    MARKET_ASSET,
    MARKET_WIDTH,
    ORDER_FEE_CAP,
    ORDER_LEVEL,
    ORDER_WIDTH,
    PART_NEWEST_ORDER,
    PART_WIDTH,
    RISK_PERP_MARKET,
    RISK_WIDTH,
    VALUE_WIDTH,
    rank_of,
    zeros,
)
from .orders import Orders
from .pair_index import HAS_NEXT, ROW_BITS, ROW_MASK, next_with, pair_hash
from .venue import BASE, Venue

ROWS_AHEAD: Final = 64
FEW_ORDERS: Final = 8_000
"""Up to so many, the nearer caches hold everything and reading ahead costs more than it saves."""
FEW_VALUED: Final = 500
"""The same where accounts are valued, which takes all orders of an account in an asset."""
LINE_OF_VALUES: Final = 2
"""Rows of values in a line of the cache."""
CHAINED: Final = 3
"""So many of these are read ahead."""


class Warmup:
    """Reads ahead for the books of one venue."""

    def __init__(self, venue: Venue) -> None:
        """Of this venue."""
        self.venue: Final[Venue] = venue
        self.orders: Final[Orders] = venue.orders
        self.few_orders: i64 = FEW_VALUED if venue.has_margin else FEW_ORDERS
        # Of orders that are named: the hash, and what is found by it.
        self.tags: Final[vec[i64]] = zeros(ROWS_AHEAD)
        self.found: Final[vec[i64]] = zeros(ROWS_AHEAD)
        # Of new orders: the newest order of the account, the place in the index, and the level.
        self.newest: Final[vec[i64]] = zeros(ROWS_AHEAD)
        self.homes: Final[vec[i64]] = zeros(ROWS_AHEAD)
        self.levels: Final[vec[i64]] = zeros(ROWS_AHEAD)
        # Of commands that will be checked: orders of the account in the asset.
        self.chained: Final[vec[i64]] = zeros(ROWS_AHEAD)
        self.warmth: i64 = 0

    def read_ahead(self, commands: vec[i64], row: i64, rows: i64) -> i64:
        """Read for some rows from `row` on; return the row from which to read ahead next."""
        end = min(row + ROWS_AHEAD, rows)
        orders = self.orders
        if orders.count > self.few_orders:
            # Each pass reads what an earlier one has found: within a pass, no read waits. The
            # shorter the code of a pass, the more rows of it a processor has in hand at a time.
            cells = orders.rows
            links = orders.links
            nexts = orders.index.nexts
            rungs = orders.ladder.rows
            entries = orders.index.entries
            warmth: i64 = 0
            if self.venue.has_ledger:
                warmth = self._read_accounts(commands, row, end, self.venue.accounts)
            named = self._locate_named(commands, row, end, self.tags, self.found)
            placed = self._locate_new(commands, row, end, self.newest, self.homes, self.levels)
            _take_entries(entries, self.found, named)
            warmth ^= _read_new(entries, links, rungs, self.homes, self.newest, self.levels, placed)
            warmth ^= _follow(nexts, self.tags, self.found, named)
            warmth ^= _read_orders(cells, links, self.found, named)
            if self.venue.has_ledger:
                warmth ^= _read_fees(cells, self.found, named)
            warmth ^= _read_tails(links, rungs, self.levels, placed)
            warmth ^= self._read_neighbours(cells, links, rungs, self.found, named)
            if self.venue.has_margin:
                warmth ^= self._read_valued(commands, row, end, self.chained)
            self.warmth ^= warmth
        return end

    def _read_accounts(self, commands: vec[i64], row: i64, end: i64, accounts: vec[i64]) -> i64:
        """The accounts of commands, and what they hold of the first assets."""
        venue = self.venue
        holdings = venue.holdings
        span = venue.limits.max_assets * HOLDING_WIDTH
        warmth: i64 = 0
        while row < end:
            account = commands[row * COMMAND_WIDTH + COMMAND_ACCOUNT]
            if 0 < account <= venue.account_count:
                warmth ^= accounts[account * ACCOUNT_WIDTH + ACCOUNT_NEWEST_ORDER]
                warmth ^= holdings[(account - 1) * span + HOLDING_RESERVED]
            row += 1
        return warmth

    def _read_valued(self, commands: vec[i64], row: i64, end: i64, chained: vec[i64]) -> i64:
        """What the account of a new order has in all assets, and its orders in that asset."""
        venue = self.venue
        margin = venue.margin
        legs = venue.perps.legs
        count: i64 = 0
        warmth: i64 = 0
        while row < end:
            cell = row * COMMAND_WIDTH
            kind = commands[cell + COMMAND_KIND]
            account = commands[cell + COMMAND_ACCOUNT]
            market = commands[cell + COMMAND_MARKET]
            if (
                kind in (PLACE_ORDER, REPLACE_ORDER)
                and account <= venue.account_count
                and market <= venue.market_count
            ):
                asset = venue.markets[market * MARKET_WIDTH + MARKET_ASSET]
                place = margin.place_of(account, asset)
                chained[count] = margin.parts[place * PART_WIDTH + PART_NEWEST_ORDER]
                count += 1
                holding = venue.holding_cell(account, asset)
                warmth ^= venue.holdings[holding + HOLDING_BALANCE]
                perp = margin.risks[asset * RISK_WIDTH + RISK_PERP_MARKET]
                if perp != NONE:
                    warmth ^= legs.positions[legs.position_cell(account, perp)]
                    warmth ^= legs.sums[legs.sum_cell(account, perp)]
                place = margin.place_of(account, BASE)
                last = place + venue.asset_count
                while place < last:
                    warmth ^= margin.values[place * VALUE_WIDTH]
                    place += LINE_OF_VALUES
            row += 1
        return warmth ^ _follow_chain(margin.chain, chained, count)

    def _locate_named(
        self, commands: vec[i64], row: i64, end: i64, tags: vec[i64], homes: vec[i64]
    ) -> i64:
        """Hashes of the orders that are named, and their places in the index; their number."""
        index = self.orders.index
        named: i64 = 0
        while row < end:
            cell = row * COMMAND_WIDTH
            kind = commands[cell + COMMAND_KIND]
            if kind in (CANCEL_ORDER, AMEND_ORDER, REPLACE_ORDER):
                tag = pair_hash(commands[cell + COMMAND_ACCOUNT], commands[cell + COMMAND_ORDER_ID])
                tags[named] = tag
                homes[named] = index.place_of(tag)
                named += 1
            row += 1
        return named

    def _locate_new(
        self,
        commands: vec[i64],
        row: i64,
        end: i64,
        newest: vec[i64],
        homes: vec[i64],
        levels: vec[i64],
    ) -> i64:
        """Of new orders, where all will be that they come next to; their number.

        A level that is not known at once is NONE, a row that is never used.
        """
        venue = self.venue
        orders = self.orders
        placed: i64 = 0
        while row < end:
            cell = row * COMMAND_WIDTH
            account = commands[cell + COMMAND_ACCOUNT]
            market = commands[cell + COMMAND_MARKET]
            if (
                commands[cell + COMMAND_KIND] == PLACE_ORDER
                and account <= venue.account_count
                and market <= venue.market_count
            ):
                book = 2 * market + commands[cell + COMMAND_SIDE]
                rank = rank_of(book, commands[cell + COMMAND_PRICE])
                newest[placed] = orders.accounts[account * ACCOUNT_WIDTH + ACCOUNT_NEWEST_ORDER]
                homes[placed] = orders.index.home(account, commands[cell + COMMAND_NEW_ORDER_ID])
                levels[placed] = orders.ladder.glance(book, rank)
                placed += 1
            row += 1
        return placed

    def _read_neighbours(
        self, cells: vec[i64], links: vec[i64], levels: vec[i64], found: vec[i64], count: i64
    ) -> i64:
        """What the orders that are named stand next to, and their levels."""
        warmth: i64 = 0
        place: i64 = 0
        while place < count:
            link = found[place] * LINK_WIDTH
            level = cells[found[place] * ORDER_WIDTH + ORDER_LEVEL] * LEVEL_WIDTH
            before = links[link + LINK_BEFORE]
            behind = links[link + LINK_BEHIND]
            warmth ^= links[before * LINK_WIDTH + LINK_BEHIND]
            warmth ^= links[behind * LINK_WIDTH + LINK_BEFORE]
            warmth ^= links[links[link + LINK_EARLIER] * LINK_WIDTH + LINK_LATER]
            warmth ^= links[links[link + LINK_LATER] * LINK_WIDTH + LINK_EARLIER]
            warmth ^= levels[level + LEVEL_BOOK]
            if before == behind:
                # Alone on its level, which will go.
                self.orders.ladder.glance(levels[level + LEVEL_BOOK], levels[level + LEVEL_RANK])
            place += 1
        return warmth


def _follow_chain(chain: vec[i64], chained: vec[i64], count: i64) -> i64:
    """The newest orders in lists of an account and an asset; of none it is row 0."""
    warmth: i64 = 0
    step: i64 = 0
    while step < CHAINED:
        place: i64 = 0
        while place < count:
            order = chained[place]
            chained[place] = chain[order * CHAIN_WIDTH + CHAIN_EARLIER]
            warmth ^= chained[place]
            place += 1
        step += 1
    return warmth


def _take_entries(entries: vec[i64], places: vec[i64], count: i64) -> None:
    """Put entries where their places were."""
    place: i64 = 0
    while place < count:
        places[place] = entries[places[place]]
        place += 1


def _follow(nexts: vec[i64], tags: vec[i64], found: vec[i64], count: i64) -> i64:
    """Put the rows of orders that are named where the first entries were; no row is NONE."""
    warmth: i64 = 0
    place: i64 = 0
    while place < count:
        entry = next_with(nexts, found[place], tags[place])
        row = entry & ROW_MASK
        # That of row 0 if none follows: a branch would be guessed wrong too often.
        warmth ^= nexts[row * ((entry & HAS_NEXT) >> ROW_BITS)]
        found[place] = row
        place += 1
    return warmth


def _read_new(
    entries: vec[i64],
    links: vec[i64],
    rows: vec[i64],
    homes: vec[i64],
    newest: vec[i64],
    levels: vec[i64],
    count: i64,
) -> i64:
    """What new orders come next to: in the index, in the list of the account, in the book."""
    warmth: i64 = 0
    place: i64 = 0
    while place < count:
        warmth ^= entries[homes[place]]
        warmth ^= links[newest[place] * LINK_WIDTH + LINK_LATER]
        warmth ^= rows[levels[place] * LEVEL_WIDTH + LEVEL_TAIL]
        place += 1
    return warmth


def _read_tails(links: vec[i64], rows: vec[i64], levels: vec[i64], count: i64) -> i64:
    """The last orders of the levels of new orders."""
    warmth: i64 = 0
    place: i64 = 0
    while place < count:
        tail = rows[levels[place] * LEVEL_WIDTH + LEVEL_TAIL]
        warmth ^= links[tail * LINK_WIDTH + LINK_BEHIND]
        place += 1
    return warmth


def _read_orders(cells: vec[i64], links: vec[i64], found: vec[i64], count: i64) -> i64:
    """The rows of orders that are named, and what links them to others."""
    warmth: i64 = 0
    place: i64 = 0
    while place < count:
        order = found[place]
        warmth ^= cells[order * ORDER_WIDTH + ORDER_LEVEL]
        warmth ^= links[order * LINK_WIDTH + LINK_LATER]
        place += 1
    return warmth


def _read_fees(cells: vec[i64], found: vec[i64], count: i64) -> i64:
    """The fees of orders that are named: the next new orders have their rows."""
    warmth: i64 = 0
    place: i64 = 0
    while place < count:
        warmth ^= cells[found[place] * ORDER_WIDTH + ORDER_FEE_CAP]
        place += 1
    return warmth

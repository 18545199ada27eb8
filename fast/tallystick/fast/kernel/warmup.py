"""Early fetches of what the next commands will touch, so that their cache misses overlap.

Nothing is decided here and nothing written but scratch. A row of any content is safe, as long as
its fields are in range.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import AMEND_ORDER, CANCEL_ORDER, NONE, PLACE_ORDER, REPLACE_ORDER
from .ladder import Ladder
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
    LEVEL_TAIL,
    LINK_BEFORE,
    LINK_BEHIND,
    LINK_EARLIER,
    LINK_LATER,
    LINK_REACH,
    LINK_WIDTH,
    MARKET_ASSET,
    MARKET_WIDTH,
    ORDER_FEE_CAP,
    ORDER_OPEN_LOTS,
    ORDER_WIDTH,
    PART_NEWEST_ORDER,
    PART_WIDTH,
    RISK_PERP_MARKET,
    RISK_WIDTH,
    VALUE_WIDTH,
    rank_of,
    row_cell,
    zeros,
)
from .orders import Orders
from .pair_index import ROW_BITS, ROW_MASK, next_with, pair_hash
from .tree_nodes import NODE_WIDTH
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


def touch(buffer: vec[i64], cell: i64) -> None:
    """Let a cell be fetched that will be wanted soon: the build puts that in, in place of nothing.

    It reads nothing and changes nothing, wherever the cell is.
    """


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
        # Of new orders: the row of the level.
        self.ends: Final[vec[i64]] = zeros(ROWS_AHEAD)
        # Of commands that will be checked: orders of the account in the asset.
        self.chained: Final[vec[i64]] = zeros(ROWS_AHEAD)

    def read_ahead(self, commands: vec[i64], row: i64, rows: i64) -> i64:
        """Fetch for some rows from `row` on; return the row from which to read ahead next."""
        end = min(row + ROWS_AHEAD, rows)
        orders = self.orders
        if orders.count > self.few_orders:
            # Each pass reads what an earlier one has let be fetched, so that hardly a read waits.
            cells = orders.rows
            links = orders.links
            entries = orders.index.entries
            if self.venue.has_ledger:
                self._fetch_accounts(commands, row, end, self.venue.accounts)
            named = self._locate_named(commands, row, end, self.tags, self.found, entries)
            placed = self._locate_new(commands, row, end, self.ends, links, entries)
            _fetch_orders(entries, orders.index.nexts, cells, links, self.tags, self.found, named)
            if self.venue.has_ledger:
                _fetch_fees(cells, self.found, named)
            _fetch_tails(links, self.ends, placed)
            alone = _fetch_neighbours(links, self.found, self.ends, named)
            _fetch_leaves(orders.ladder, self.ends, alone)
            if self.venue.has_margin:
                self._fetch_valued(commands, row, end, self.chained)
        return end

    def _fetch_accounts(self, commands: vec[i64], row: i64, end: i64, accounts: vec[i64]) -> None:
        """The accounts of commands, and what they hold of the first assets."""
        venue = self.venue
        holdings = venue.holdings
        span = venue.limits.max_assets * HOLDING_WIDTH
        while row < end:
            account = commands[row * COMMAND_WIDTH + COMMAND_ACCOUNT]
            if 0 < account <= venue.account_count:
                touch(accounts, account * ACCOUNT_WIDTH + ACCOUNT_NEWEST_ORDER)
                touch(holdings, (account - 1) * span + HOLDING_RESERVED)
            row += 1

    def _fetch_valued(self, commands: vec[i64], row: i64, end: i64, chained: vec[i64]) -> None:
        """What the account of a new order has in all assets, and its orders in that asset."""
        venue = self.venue
        margin = venue.margin
        legs = venue.perps.legs
        count: i64 = 0
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
                touch(venue.holdings, holding + HOLDING_BALANCE)
                perp = margin.risks[asset * RISK_WIDTH + RISK_PERP_MARKET]
                if perp != NONE:
                    touch(legs.positions, legs.position_cell(account, perp))
                    touch(legs.sums, legs.sum_cell(account, perp))
                place = margin.place_of(account, BASE)
                last = place + venue.asset_count
                while place < last:
                    touch(margin.values, place * VALUE_WIDTH)
                    place += LINE_OF_VALUES
            row += 1
        _follow_chain(margin.chain, chained, count)

    def _locate_named(
        self,
        commands: vec[i64],
        row: i64,
        end: i64,
        tags: vec[i64],
        homes: vec[i64],
        entries: vec[i64],
    ) -> i64:
        """Hashes of the orders that are named, and their places in the index; their number."""
        index = self.orders.index
        named: i64 = 0
        while row < end:
            cell = row * COMMAND_WIDTH
            kind = commands[cell + COMMAND_KIND]
            if kind in (CANCEL_ORDER, AMEND_ORDER, REPLACE_ORDER):
                tag = pair_hash(commands[cell + COMMAND_ACCOUNT], commands[cell + COMMAND_ORDER_ID])
                home = index.place_of(tag)
                touch(entries, home)
                tags[named] = tag
                homes[named] = home
                named += 1
            row += 1
        return named

    def _locate_new(
        self,
        commands: vec[i64],
        row: i64,
        end: i64,
        ends: vec[i64],
        links: vec[i64],
        entries: vec[i64],
    ) -> i64:
        """Rows of the levels of new orders; their number. Fetch what else they come next to.

        A level that is not known at once is NONE, whose row is never used.
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
                newest = orders.accounts[account * ACCOUNT_WIDTH + ACCOUNT_NEWEST_ORDER]
                touch(links, newest * LINK_WIDTH + LINK_LATER)
                touch(entries, orders.index.home(account, commands[cell + COMMAND_NEW_ORDER_ID]))
                level = orders.ladder.glance(book, rank)
                ends[placed] = orders.ladder.first + level
                touch(links, ends[placed] * LINK_WIDTH + LEVEL_TAIL)
                placed += 1
                if level == NONE:
                    _fetch_leaf(orders.ladder, book, rank)
            row += 1
        return placed


def _fetch_neighbours(links: vec[i64], found: vec[i64], ends: vec[i64], count: i64) -> i64:
    """What the orders that are named stand next to.

    Return how many stand alone on a level, which will go; their rows are in `ends`.
    """
    alone: i64 = 0
    place: i64 = 0
    while place < count:
        link = row_cell(links, found[place], LINK_WIDTH, LINK_REACH)
        before = links[link + LINK_BEFORE]
        behind = links[link + LINK_BEHIND]
        touch(links, before * LINK_WIDTH + LINK_BEHIND)
        touch(links, behind * LINK_WIDTH + LINK_BEFORE)
        touch(links, links[link + LINK_EARLIER] * LINK_WIDTH + LINK_LATER)
        touch(links, links[link + LINK_LATER] * LINK_WIDTH + LINK_EARLIER)
        ends[alone] = before
        # Of no order, both are NONE. Whether an order stands alone cannot be guessed: no branch.
        alone += i64(before == behind) * i64(before != NONE)
        place += 1
    return alone


def _fetch_leaves(ladder: Ladder, ends: vec[i64], count: i64) -> None:
    """Where the levels stand that will go, in trees whose leaves may be far."""
    place: i64 = 0
    while place < count:
        level = ends[place] - ladder.first
        _fetch_leaf(ladder, ladder.book(level), ladder.rank(level))
        place += 1


def _fetch_leaf(ladder: Ladder, book: i64, rank: i64) -> None:
    """The node where a level is or would be."""
    cell = ladder.far_leaf(book, rank) * NODE_WIDTH
    touch(ladder.nodes, cell)
    touch(ladder.nodes, cell + 8)
    touch(ladder.nodes, cell + 16)
    touch(ladder.nodes, cell + 24)


def _follow_chain(chain: vec[i64], chained: vec[i64], count: i64) -> None:
    """The newest orders in lists of an account and an asset; of none it is row 0."""
    step: i64 = 0
    while step < CHAINED:
        place: i64 = 0
        while place < count:
            chained[place] = chain[chained[place] * CHAIN_WIDTH + CHAIN_EARLIER]
            touch(chain, chained[place] * CHAIN_WIDTH + CHAIN_EARLIER)
            place += 1
        step += 1


def _fetch_orders(
    entries: vec[i64],
    nexts: vec[i64],
    cells: vec[i64],
    links: vec[i64],
    tags: vec[i64],
    found: vec[i64],
    count: i64,
) -> None:
    """Put the rows of orders that are named where their places in the index were; none is NONE."""
    place: i64 = 0
    while place < count:
        entry = next_with(nexts, entries[found[place]], tags[place])
        order = entry & ROW_MASK
        touch(cells, order * ORDER_WIDTH + ORDER_OPEN_LOTS)
        touch(links, order * LINK_WIDTH + LINK_LATER)
        # That of row 0 if none follows: a branch would be guessed wrong too often.
        touch(nexts, order * ((entry >> ROW_BITS) & 1))
        found[place] = order
        place += 1


def _fetch_tails(links: vec[i64], ends: vec[i64], count: i64) -> None:
    """The last orders of the levels of new orders."""
    place: i64 = 0
    while place < count:
        tail = links[ends[place] * LINK_WIDTH + LEVEL_TAIL]
        touch(links, tail * LINK_WIDTH + LINK_BEHIND)
        place += 1


def _fetch_fees(cells: vec[i64], found: vec[i64], count: i64) -> None:
    """The fees of orders that are named: the next new orders have their rows."""
    place: i64 = 0
    while place < count:
        touch(cells, found[place] * ORDER_WIDTH + ORDER_FEE_CAP)
        place += 1

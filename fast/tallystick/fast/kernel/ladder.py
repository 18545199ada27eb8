"""Price levels of all books: a B+ tree a book, ordered by rank, best level last.

A level exists while it has orders. The trees stand in one buffer of nodes. Changes of a tree work
from the root down in one pass: a node on the way that is too full or too thin is mended before it
is entered, so none ever has to be mended on the way back.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import NONE
from .layout import (
    LEVEL_BOOK,
    LEVEL_HEAD,
    LEVEL_RANK,
    LEVEL_TAIL,
    LINE_START,
    LINK_WIDTH,
    PRICE_SPAN,
    zeros,
)
from .pair_index import ROW_BITS, ROW_MASK
from .tree_nodes import (
    NODE_LEAST,
    NODE_MOST,
    NODE_WIDTH,
    PADDING,
    close_gap,
    join_or_even,
    last_up_to,
    move_lower_half,
    open_gap,
)

FAR_HEIGHT: Final = 4
"""From this height on, the leaves of a tree are too many for the nearer caches."""
HINT_BLOCKS: Final = 2**13 - 1
"""Hints: the entries of levels lately made or found, each where its rank hashes to. Eight ranks
that are neighbours share a block, which is a line of the cache."""
HINT_FACTOR: Final = 648053
"""A golden part of 2^20: neighbouring blocks fall far apart."""


class Ladder:
    """The levels of `books` books, at most `capacity` at a time.

    Level n is the row `first` + n of `rows`; level 0 is none.
    """

    def __init__(self, books: i64, capacity: i64, rows: vec[i64], first: i64) -> None:
        """Allocate everything but the rows, which have room for one more; nothing later does."""
        self.rows: Final[vec[i64]] = rows
        self.first: Final[i64] = first
        # Of n levels of a book, at most n / 8 + n / 64 + ... < n / 7 nodes are not a root.
        self.nodes: Final[vec[i64]] = zeros((capacity // 7 + books + 1) * NODE_WIDTH)
        self.hints: Final[vec[i64]] = zeros(8 * (HINT_BLOCKS + 1) + LINE_START)
        self.roots: Final[vec[i64]] = zeros(books)
        self.heights: Final[vec[i64]] = zeros(books)
        self.ends: Final[vec[i64]] = zeros(books)
        self.bests: Final[vec[i64]] = zeros(books)
        self.fresh: i64 = 1
        self.free: i64 = NONE
        self.fresh_node: i64 = 1
        self.free_node: i64 = NONE

    def rank(self, level: i64) -> i64:
        """The rank of a level."""
        return self.rows[(self.first + level) * LINK_WIDTH + LEVEL_RANK]

    def book(self, level: i64) -> i64:
        """The book of a level."""
        return self.rows[(self.first + level) * LINK_WIDTH + LEVEL_BOOK]

    def head(self, level: i64) -> i64:
        """The first order of a level, whose queue is not empty."""
        return self.rows[(self.first + level) * LINK_WIDTH + LEVEL_HEAD]

    def find(self, book: i64, rank: i64) -> i64:
        """The level of this rank, or NONE."""
        level = self.remembered(book, rank)
        if level != NONE or self.bests[book] == NONE:
            return level
        return self._found_in(self._leaf_of(book, rank), book, rank)

    def level_for(self, book: i64, rank: i64) -> i64:
        """The level of this rank, made if it is missing; for a rank that is not `remembered`."""
        if self.bests[book] == NONE:
            return self.insert(book, rank)
        leaf = self._leaf_of(book, rank)
        level = self._found_in(leaf, book, rank)
        if level != NONE:
            return level
        return self._insert_into(leaf, book, rank)

    def remembered(self, book: i64, rank: i64) -> i64:
        """The level of this rank if there is a hint of it, or NONE."""
        entry = self.hints[self._hint_cell(book, rank)]
        level = entry & ROW_MASK
        if entry - level == (PRICE_SPAN - rank) << ROW_BITS and self.book(level) == book:
            return level
        return NONE

    def _found_in(self, leaf: i64, book: i64, rank: i64) -> i64:
        """The level of this rank in the leaf where it belongs, and remember it; or NONE."""
        nodes = self.nodes
        key = (PRICE_SPAN - rank) << ROW_BITS
        entry = nodes[last_up_to(nodes, leaf, key | ROW_MASK)]
        # Before the first entry stands a count, which is below every key.
        if entry < key:
            return NONE
        self.hints[self._hint_cell(book, rank)] = entry
        return entry & ROW_MASK

    def insert(self, book: i64, rank: i64) -> i64:
        """Make the level of a rank that has none, with an empty queue."""
        if self.roots[book] == NONE:
            self._plant(book)
        return self._insert_into(self._leaf_of(book, rank), book, rank)

    def _insert_into(self, leaf: i64, book: i64, rank: i64) -> i64:
        """The same, in the leaf where it belongs."""
        rows = self.rows
        nodes = self.nodes
        level = self._take_row()
        cell = (self.first + level) * LINK_WIDTH
        rows[cell + LEVEL_BOOK] = book
        rows[cell + LEVEL_RANK] = rank
        rows[cell + LEVEL_HEAD] = self.first + level
        rows[cell + LEVEL_TAIL] = self.first + level
        best = self.bests[book]
        if best == NONE or rank < self.rank(best):
            self.bests[book] = level
        entry = (PRICE_SPAN - rank) << ROW_BITS | level
        if nodes[leaf * NODE_WIDTH] == NODE_MOST:
            self._make_room(book, entry)
            leaf = self._leaf_of(book, rank)
        place = last_up_to(nodes, leaf, entry) + 1
        open_gap(nodes, leaf, place, 1)
        nodes[place] = entry
        self.hints[self._hint_cell(book, rank)] = entry
        return level

    def remove(self, level: i64) -> None:
        """Drop a level whose queue is empty."""
        rows = self.rows
        nodes = self.nodes
        cell = (self.first + level) * LINK_WIDTH
        book = rows[cell + LEVEL_BOOK]
        rank = rows[cell + LEVEL_RANK]
        entry = (PRICE_SPAN - rank) << ROW_BITS | level
        leaf = self._leaf_of(book, rank)
        if nodes[leaf * NODE_WIDTH] <= NODE_LEAST and self.heights[book] > 1:
            self._thicken(book, entry)
            leaf = self._leaf_of(book, rank)
        close_gap(nodes, leaf, last_up_to(nodes, leaf, entry), 1)
        if self.bests[book] == level:
            end = self.ends[book] * NODE_WIDTH
            count = nodes[end]
            # An empty leaf has its count there, which is NONE too.
            self.bests[book] = nodes[end + count] & ROW_MASK
        hint = self._hint_cell(book, rank)
        if self.hints[hint] == entry:
            self.hints[hint] = 0
        rows[cell + LEVEL_HEAD] = self.free
        self.free = level

    def glance(self, book: i64, rank: i64) -> i64:
        """The level of a rank if that is known at once, else NONE."""
        entry = self.hints[self._hint_cell(book, rank)]
        if entry - (entry & ROW_MASK) == (PRICE_SPAN - rank) << ROW_BITS:
            return entry & ROW_MASK
        return NONE

    def far_leaf(self, book: i64, rank: i64) -> i64:
        """The node where a level is or would be, if it may be far from the processor; else NONE."""
        if self.heights[book] < FAR_HEIGHT:
            return NONE
        return self._leaf_of(book, rank)

    def next_level(self, level: i64) -> i64:
        """The next worse level of the same book, or NONE."""
        nodes = self.nodes
        book = self.rows[(self.first + level) * LINK_WIDTH + LEVEL_BOOK]
        rank = self.rows[(self.first + level) * LINK_WIDTH + LEVEL_RANK]
        wanted = ((PRICE_SPAN - rank) << ROW_BITS) - 1
        node = self.roots[book]
        height = self.heights[book]
        lesser: i64 = NONE
        lesser_height: i64 = 0
        while height > 1:
            cell = last_up_to(nodes, node, wanted)
            if cell > node * NODE_WIDTH + 1:
                lesser = nodes[cell - 1] & ROW_MASK
                lesser_height = height - 1
            node = nodes[cell] & ROW_MASK
            height -= 1
        cell = last_up_to(nodes, node, wanted)
        if cell > node * NODE_WIDTH:
            return nodes[cell] & ROW_MASK
        # Nothing in this leaf: then the last of what is left of it, if there is anything.
        while lesser_height > 0:
            lesser = nodes[lesser * NODE_WIDTH + nodes[lesser * NODE_WIDTH]] & ROW_MASK
            lesser_height -= 1
        return lesser

    def _hint_cell(self, book: i64, rank: i64) -> i64:
        mixed = rank ^ (rank >> 20)
        block = (((mixed >> 3) + book) * HINT_FACTOR >> 6) & HINT_BLOCKS
        return LINE_START + 8 * block + (mixed & 7)

    def _leaf_of(self, book: i64, rank: i64) -> i64:
        """The leaf where a level of this rank belongs, of a book that has a tree."""
        return self._leaf_for(book, ((PRICE_SPAN - rank) << ROW_BITS) | ROW_MASK)

    def _leaf_for(self, book: i64, wanted: i64) -> i64:
        """The leaf where an entry belongs, of a book that has a tree."""
        nodes = self.nodes
        node = self.ends[book]
        # Most of what happens, happens near the best price.
        if nodes[node * NODE_WIDTH + 1] <= wanted:
            return node
        node = self.roots[book]
        height = self.heights[book]
        while height > 1:
            node = nodes[last_up_to(nodes, node, wanted)] & ROW_MASK
            height -= 1
        return node

    def _plant(self, book: i64) -> None:
        """Give a book its first leaf, which stays the last one for ever."""
        leaf = self._take_node()
        self.roots[book] = leaf
        self.ends[book] = leaf
        self.heights[book] = 1

    def _take_row(self) -> i64:
        level = self.free
        if level != NONE:
            self.free = self.rows[(self.first + level) * LINK_WIDTH + LEVEL_HEAD]
            return level
        level = self.fresh
        self.fresh = level + 1
        return level

    def _take_node(self) -> i64:
        """An empty node."""
        nodes = self.nodes
        node = self.free_node
        if node != NONE:
            self.free_node = nodes[node * NODE_WIDTH]
        else:
            node = self.fresh_node
            self.fresh_node = node + 1
        cell = node * NODE_WIDTH
        nodes[cell] = 0
        place: i64 = 1
        while place <= NODE_MOST:
            nodes[cell + place] = PADDING
            place += 1
        return node

    def _release_node(self, node: i64) -> None:
        self.nodes[node * NODE_WIDTH] = self.free_node
        self.free_node = node

    def _make_room(self, book: i64, wanted: i64) -> None:
        """Split what is full on the way to a leaf."""
        nodes = self.nodes
        node = self.roots[book]
        if nodes[node * NODE_WIDTH] == NODE_MOST:
            root = self._take_node()
            nodes[root * NODE_WIDTH] = 1
            nodes[root * NODE_WIDTH + 1] = node
            self.roots[book] = root
            self.heights[book] += 1
            node = root
        height = self.heights[book]
        while height > 1:
            cell = last_up_to(nodes, node, wanted)
            child = nodes[cell] & ROW_MASK
            if nodes[child * NODE_WIDTH] == NODE_MOST:
                move_lower_half(nodes, node, cell, self._take_node())
                child = nodes[last_up_to(nodes, node, wanted)] & ROW_MASK
            node = child
            height -= 1

    def _thicken(self, book: i64, wanted: i64) -> None:
        """Join what is thin on the way to a leaf with what stands beside it."""
        nodes = self.nodes
        node = self.roots[book]
        height = self.heights[book]
        while height > 1:
            cell = last_up_to(nodes, node, wanted)
            child = nodes[cell] & ROW_MASK
            if nodes[child * NODE_WIDTH] <= NODE_LEAST:
                if cell > node * NODE_WIDTH + 1:
                    cell -= 1
                left_over = join_or_even(nodes, node, cell)
                if left_over != NONE:
                    self._release_node(left_over)
                child = nodes[last_up_to(nodes, node, wanted)] & ROW_MASK
                if nodes[node * NODE_WIDTH] == 1:
                    # Only a root can be left with one child.
                    self._release_node(node)
                    self.roots[book] = child
                    self.heights[book] -= 1
            node = child
            height -= 1

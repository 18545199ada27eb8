"""Price levels of all books: an AVL tree a book, ordered by rank, best level first.

The trees stand in one buffer of rows, linked by row numbers. A level exists while it has orders.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import NONE
from .layout import (
    LEVEL_BOOK,
    LEVEL_GREATER,
    LEVEL_HEAD,
    LEVEL_HEIGHT,
    LEVEL_LESSER,
    LEVEL_PARENT,
    LEVEL_RANK,
    LEVEL_TAIL,
    LEVEL_WIDTH,
    zeros,
)
from .pair_index import PairIndex

BOTH_CHILDREN: Final = 11
"""LEVEL_LESSER + LEVEL_GREATER: less one child's field, it is the other's."""


class Ladder:
    """The levels of `books` books, at most `capacity` at a time."""

    def __init__(self, books: i64, capacity: i64) -> None:
        """Allocate everything; no later call allocates."""
        self.rows: Final[vec[i64]] = zeros((capacity + 1) * LEVEL_WIDTH)
        self.index: Final[PairIndex] = PairIndex(capacity, self.rows, LEVEL_WIDTH, LEVEL_BOOK)
        self.roots: Final[vec[i64]] = zeros(books)
        self.bests: Final[vec[i64]] = zeros(books)
        self.fresh: i64 = 1
        self.free: i64 = NONE

    def find(self, book: i64, rank: i64) -> i64:
        """The level of this rank, or NONE."""
        return self.index.find(book, rank)

    def insert(self, book: i64, rank: i64) -> i64:
        """Make the level of a rank that has none, with an empty queue."""
        rows = self.rows
        level = self._take_row()
        cell = level * LEVEL_WIDTH
        best = self.bests[book]
        rows[cell + LEVEL_BOOK] = book
        rows[cell + LEVEL_RANK] = rank
        rows[cell + LEVEL_HEAD] = NONE
        rows[cell + LEVEL_TAIL] = NONE
        rows[cell + LEVEL_LESSER] = NONE
        rows[cell + LEVEL_GREATER] = NONE
        rows[cell + LEVEL_HEIGHT] = 1
        parent: i64 = NONE
        if best == NONE:
            self.bests[book] = level
            self.roots[book] = level
        elif rank < rows[best * LEVEL_WIDTH + LEVEL_RANK]:
            # The best level is the leftmost node: its lesser child is free.
            parent = best
            self.bests[book] = level
            rows[parent * LEVEL_WIDTH + LEVEL_LESSER] = level
        else:
            parent = self._parent_for(book, rank)
            if rank < rows[parent * LEVEL_WIDTH + LEVEL_RANK]:
                rows[parent * LEVEL_WIDTH + LEVEL_LESSER] = level
            else:
                rows[parent * LEVEL_WIDTH + LEVEL_GREATER] = level
        rows[cell + LEVEL_PARENT] = parent
        self._rebalance(book, parent)
        self.index.insert(book, rank, level)
        return level

    def remove(self, level: i64) -> None:
        """Drop a level whose queue is empty."""
        rows = self.rows
        cell = level * LEVEL_WIDTH
        book = rows[cell + LEVEL_BOOK]
        if self.bests[book] == level:
            self.bests[book] = self.next_level(level)
        lesser = rows[cell + LEVEL_LESSER]
        greater = rows[cell + LEVEL_GREATER]
        start = rows[cell + LEVEL_PARENT]
        if lesser == NONE:
            self._replace(book, level, greater)
        elif greater == NONE:
            self._replace(book, level, lesser)
        else:
            heir = self._leftmost(greater)
            heir_cell = heir * LEVEL_WIDTH
            start = rows[heir_cell + LEVEL_PARENT]
            if start == level:
                start = heir
            else:
                self._replace(book, heir, rows[heir_cell + LEVEL_GREATER])
                rows[heir_cell + LEVEL_GREATER] = greater
                rows[greater * LEVEL_WIDTH + LEVEL_PARENT] = heir
            self._replace(book, level, heir)
            rows[heir_cell + LEVEL_LESSER] = lesser
            rows[lesser * LEVEL_WIDTH + LEVEL_PARENT] = heir
            rows[heir_cell + LEVEL_HEIGHT] = rows[cell + LEVEL_HEIGHT]
        self._rebalance(book, start)
        self.index.remove(book, rows[cell + LEVEL_RANK], level)
        rows[cell + LEVEL_PARENT] = self.free
        self.free = level

    def next_level(self, level: i64) -> i64:
        """The next worse level of the same book, or NONE."""
        rows = self.rows
        greater = rows[level * LEVEL_WIDTH + LEVEL_GREATER]
        if greater != NONE:
            return self._leftmost(greater)
        child = level
        parent = rows[child * LEVEL_WIDTH + LEVEL_PARENT]
        while parent != NONE and rows[parent * LEVEL_WIDTH + LEVEL_GREATER] == child:
            child = parent
            parent = rows[child * LEVEL_WIDTH + LEVEL_PARENT]
        return parent

    def _take_row(self) -> i64:
        level = self.free
        if level != NONE:
            self.free = self.rows[level * LEVEL_WIDTH + LEVEL_PARENT]
            return level
        level = self.fresh
        self.fresh = level + 1
        return level

    def _leftmost(self, level: i64) -> i64:
        rows = self.rows
        found = level
        lesser = rows[found * LEVEL_WIDTH + LEVEL_LESSER]
        while lesser != NONE:
            found = lesser
            lesser = rows[found * LEVEL_WIDTH + LEVEL_LESSER]
        return found

    def _parent_for(self, book: i64, rank: i64) -> i64:
        """The node below which a new rank belongs, in a tree that is not empty."""
        rows = self.rows
        parent: i64 = NONE
        child = self.roots[book]
        while child != NONE:
            parent = child
            cell = child * LEVEL_WIDTH
            if rank < rows[cell + LEVEL_RANK]:
                child = rows[cell + LEVEL_LESSER]
            else:
                child = rows[cell + LEVEL_GREATER]
        return parent

    def _replace(self, book: i64, old: i64, new: i64) -> None:
        """Let the parent of `old` point to `new`, which may be NONE, and `new` to the parent."""
        rows = self.rows
        parent = rows[old * LEVEL_WIDTH + LEVEL_PARENT]
        if parent == NONE:
            self.roots[book] = new
        elif rows[parent * LEVEL_WIDTH + LEVEL_LESSER] == old:
            rows[parent * LEVEL_WIDTH + LEVEL_LESSER] = new
        else:
            rows[parent * LEVEL_WIDTH + LEVEL_GREATER] = new
        if new != NONE:
            rows[new * LEVEL_WIDTH + LEVEL_PARENT] = parent

    def _child_height(self, level: i64, field: i64) -> i64:
        # Row 0 stands for no child and has height 0.
        rows = self.rows
        return rows[rows[level * LEVEL_WIDTH + field] * LEVEL_WIDTH + LEVEL_HEIGHT]

    def _height_of(self, level: i64) -> i64:
        lesser = self._child_height(level, LEVEL_LESSER)
        greater = self._child_height(level, LEVEL_GREATER)
        return 1 + max(lesser, greater)

    def _rotate(self, book: i64, top: i64, rising: i64) -> i64:
        """Lift the child of `top` in the field `rising` above `top`, and return it."""
        rows = self.rows
        sinking = BOTH_CHILDREN - rising
        pivot = rows[top * LEVEL_WIDTH + rising]
        inner = rows[pivot * LEVEL_WIDTH + sinking]
        self._replace(book, top, pivot)
        rows[top * LEVEL_WIDTH + rising] = inner
        if inner != NONE:
            rows[inner * LEVEL_WIDTH + LEVEL_PARENT] = top
        rows[pivot * LEVEL_WIDTH + sinking] = top
        rows[top * LEVEL_WIDTH + LEVEL_PARENT] = pivot
        rows[top * LEVEL_WIDTH + LEVEL_HEIGHT] = self._height_of(top)
        rows[pivot * LEVEL_WIDTH + LEVEL_HEIGHT] = self._height_of(pivot)
        return pivot

    def _rebalance(self, book: i64, start: i64) -> None:
        """Mend heights and balance from a node whose child changed, up to where nothing does."""
        rows = self.rows
        node = start
        while node != NONE:
            lesser = self._child_height(node, LEVEL_LESSER)
            greater = self._child_height(node, LEVEL_GREATER)
            if lesser - greater > 1 or greater - lesser > 1:
                higher: i64 = LEVEL_LESSER if lesser > greater else LEVEL_GREATER
                child = rows[node * LEVEL_WIDTH + higher]
                lower = BOTH_CHILDREN - higher
                if self._child_height(child, lower) > self._child_height(child, higher):
                    self._rotate(book, child, lower)
                node = self._rotate(book, node, higher)
            else:
                height = 1 + max(lesser, greater)
                if rows[node * LEVEL_WIDTH + LEVEL_HEIGHT] == height:
                    return
                rows[node * LEVEL_WIDTH + LEVEL_HEIGHT] = height
            node = rows[node * LEVEL_WIDTH + LEVEL_PARENT]

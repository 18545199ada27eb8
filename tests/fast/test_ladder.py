"""The tree of price levels against a sorted list."""

from bisect import insort
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tallystick.fast.kernel import layout
from tallystick.fast.kernel.ladder import Ladder
from tests.fast.conftest import Kernel

BOOKS = 4


class Levels:
    """A ladder, and for each book the sorted ranks that it must have."""

    def __init__(self, ladder_class: Any, capacity: int) -> None:
        self.ladder = ladder_class(BOOKS, capacity)
        self.ranks: list[list[int]] = [[] for _ in range(BOOKS)]
        self.room = capacity

    def toggle(self, book: int, rank: int) -> None:
        """Make the level if it is missing, drop it if it is there."""
        level = self.ladder.find(book, rank)
        assert (level != 0) == (rank in self.ranks[book])
        if level != 0:
            self.ladder.remove(level)
            self.ranks[book].remove(rank)
            self.room += 1
        elif self.room > 0:
            self.ladder.insert(book, rank)
            insort(self.ranks[book], rank)
            self.room -= 1

    def check(self) -> None:
        """Order, best level, and balance of every tree."""
        for book in range(BOOKS):
            level = self.ladder.bests[book]
            ranks = []
            while level != 0:
                ranks.append(self.cell(level, layout.LEVEL_RANK))
                level = self.ladder.next_level(level)
            assert ranks == self.ranks[book]
            root = self.ladder.roots[book]
            assert root == 0 or self.cell(root, layout.LEVEL_PARENT) == 0
            assert self.height(root) >= 0

    def cell(self, level: int, field: int) -> int:
        """A field of a level."""
        return int(self.ladder.rows[level * layout.LEVEL_WIDTH + field])

    def height(self, level: int) -> int:
        """Height of a subtree, having checked its balance, heights and parents."""
        if level == 0:
            return 0
        lesser = self.cell(level, layout.LEVEL_LESSER)
        greater = self.cell(level, layout.LEVEL_GREATER)
        for child in (lesser, greater):
            assert child == 0 or self.cell(child, layout.LEVEL_PARENT) == level
        heights = (self.height(lesser), self.height(greater))
        assert abs(heights[0] - heights[1]) <= 1
        assert self.cell(level, layout.LEVEL_HEIGHT) == 1 + max(heights)
        return 1 + max(heights)


@given(st.lists(st.tuples(st.integers(0, BOOKS - 1), st.integers(1, 25)), max_size=150))
def test_levels_stand_in_order_and_the_tree_is_balanced(toggled: list[tuple[int, int]]) -> None:
    # Given a ladder with room for 20 levels
    levels = Levels(Ladder, 20)
    for book, rank in toggled:
        # When a level is made or dropped
        levels.toggle(book, rank)
        # Then all books are in order, from the best level on
        levels.check()


def test_a_long_life_of_sparse_prices(kernel: Kernel) -> None:
    # Given prices a million ticks apart up to the highest, and 300 levels of room
    draw = Random(2)
    levels = Levels(kernel.module("ladder").Ladder, 300)
    prices = [draw.randrange(1, 2**40 // 10**6) * 10**6 for _ in range(400)]
    # When levels come and go, ten times as often as there is room
    for turn in range(3_000):
        levels.toggle(draw.randrange(BOOKS), draw.choice(prices))
        if turn % 100 == 0:
            levels.check()
    # Then they are in order, and dropped rows were used again
    levels.check()
    assert levels.ladder.fresh <= 301


def test_ascending_and_descending_prices_make_no_chain(kernel: Kernel) -> None:
    # Given prices that only rise on one book and only fall on another
    levels = Levels(kernel.module("ladder").Ladder, 2_000)
    for rank in range(1, 1_001):
        levels.toggle(0, rank)
        levels.toggle(1, 1_001 - rank)
    # Then a tree of 1,000 levels is at most 14 high: 1.44 * log2(1,002)
    levels.check()
    assert levels.height(levels.ladder.roots[0]) <= 14
    assert levels.height(levels.ladder.roots[1]) <= 14
    # When the best levels are swept away one by one, the next is always known
    for rank in range(1, 1_001):
        assert levels.cell(levels.ladder.bests[0], layout.LEVEL_RANK) == rank
        levels.toggle(0, rank)
    assert levels.ladder.bests[0] == levels.ladder.roots[0] == 0

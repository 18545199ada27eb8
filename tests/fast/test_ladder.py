"""The trees of price levels against sorted lists."""

from bisect import insort
from itertools import pairwise, zip_longest
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tallystick.fast.kernel import layout
from tallystick.fast.kernel.ladder import Ladder
from tallystick.fast.kernel.pair_index import ROW_BITS, ROW_MASK
from tallystick.fast.kernel.tree_nodes import NODE_LEAST, NODE_MOST, NODE_WIDTH, PADDING
from tests.fast.conftest import Kernel

BOOKS = 4
ORDERS = 7


def open_ladder(books: int, capacity: int, ladder_class: Any = Ladder) -> Any:
    """A ladder whose levels stand behind rows of which it must know nothing."""
    rows = layout.zeros((ORDERS + capacity + 1) * layout.LINK_WIDTH + layout.LINE_START)
    return ladder_class(books, capacity, rows, ORDERS)


class Levels:
    """A ladder, and for each book the sorted ranks that it must have."""

    def __init__(self, ladder_class: Any, capacity: int) -> None:
        self.ladder = open_ladder(BOOKS, capacity, ladder_class)
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
        """Order, best level, and the shape of every tree."""
        nodes_in_use = 0
        for book in range(BOOKS):
            level = self.ladder.bests[book]
            ranks: list[int] = []
            while level != 0:
                assert len(ranks) < len(self.ranks[book]), "the way through the levels has no end"
                ranks.append(int(self.ladder.rank(level)))
                level = self.ladder.next_level(level)
            assert ranks == self.ranks[book]
            if self.ladder.roots[book] != 0:
                root, height = self.ladder.roots[book], self.ladder.heights[book]
                assert height == 1 or len(self.entries(root)) >= 2
                nodes_in_use += self.check_node(root, height, 0, None)
        assert nodes_in_use == self.ladder.fresh_node - 1 - self.count_free_nodes()
        assert self.ladder.fresh_node <= len(self.ladder.nodes) // NODE_WIDTH

    def entries(self, node: int) -> list[int]:
        """The entries of a node: ascending, and nothing behind them."""
        cells = [
            int(cell) for cell in self.ladder.nodes[node * NODE_WIDTH : (node + 1) * NODE_WIDTH]
        ]
        count = cells.pop(0)
        assert set(cells[count:]) <= {PADDING}
        assert all(low < high for low, high in pairwise(cells[:count]))
        return cells[:count]

    def check_node(self, node: int, height: int, low: int, end: int | None) -> int:
        """Count the nodes of a subtree, whose keys must be from `low` on, and below `end`."""
        entries = self.entries(node)
        if height == 1:
            assert all(low <= entry >> ROW_BITS for entry in entries)
            assert end is None or all(entry >> ROW_BITS < end for entry in entries)
            return 1
        assert entries[0] >> ROW_BITS == low
        count = 1
        for entry, after in zip_longest(entries, entries[1:]):
            child = entry & ROW_MASK
            assert NODE_LEAST <= len(self.entries(child)) <= NODE_MOST
            child_end = end if after is None else after >> ROW_BITS
            count += self.check_node(child, height - 1, entry >> ROW_BITS, child_end)
        return count

    def count_free_nodes(self) -> int:
        """Length of the list of free nodes."""
        count, node = 0, self.ladder.free_node
        while node != 0:
            count += 1
            node = self.ladder.nodes[node * NODE_WIDTH]
        return count


@given(
    st.lists(st.tuples(st.integers(0, BOOKS - 1), st.integers(1, 25)), max_size=150),
    st.sampled_from([1, 2**20, 10**6, 2**35]),
)
def test_levels_stand_in_order(toggled: list[tuple[int, int]], gap: int) -> None:
    # Given a ladder with room for 20 levels
    levels = Levels(Ladder, 20)
    for book, number in toggled:
        # When a level is made or dropped, at prices near to or far from each other
        levels.toggle(book, number * gap)
        # Then all books are in order, from the best level on
        levels.check()


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 40), st.booleans()), max_size=40))
def test_trees_of_several_heights_keep_their_shape(runs: list[tuple[int, int, bool]]) -> None:
    # Given runs of neighbouring prices, so that single leaves fill up and run empty
    levels = Levels(Ladder, 500)
    for start, length, ascends in runs:
        ranks = range(start + 1, start + 1 + length)
        # When the levels of a run are made, or those of it that are there are dropped
        for rank in ranks if ascends else reversed(ranks):
            levels.toggle(0, rank)
        # Then the tree is in order and no node is too thin or too full
        levels.check()


@given(st.lists(st.integers(1, 60), unique=True, min_size=1, max_size=60), st.data())
def test_what_is_taken_back_leaves_the_same_levels(ranks: list[int], data: st.DataObject) -> None:
    # Given some levels
    levels = Levels(Ladder, 120)
    for rank in ranks:
        levels.toggle(1, rank)
    # When some are toggled and, newest first, toggled back, as a rejection does
    toggled = data.draw(st.lists(st.integers(1, 100), max_size=60))
    for rank in toggled + toggled[::-1]:
        levels.toggle(1, rank)
    # Then the book is what it was
    levels.check()
    assert levels.ranks[1] == sorted(ranks)


def test_a_long_life_of_sparse_prices(kernel: Kernel) -> None:
    # Given prices a million ticks apart up to the highest, and 3,000 levels of room
    draw = Random(2)
    levels = Levels(kernel.module("ladder").Ladder, 3_000)
    prices = [draw.randrange(1, 2**40 // 10**6) * 10**6 for _ in range(1_500)]
    # When three times levels come and go, more of them at first, fewer at last
    for share in (0.8, 0.2) * 3:
        for turn in range(4_000):
            book, rank = draw.randrange(BOOKS), draw.choice(prices)
            if draw.random() < share or levels.ladder.find(book, rank) != 0:
                levels.toggle(book, rank)
            if turn % 1_000 == 0:
                levels.check()
    # Then they are in order, and dropped rows were used again
    levels.check()
    assert levels.ladder.fresh <= 3_001


def test_ascending_and_descending_prices_make_no_chain(kernel: Kernel) -> None:
    # Given prices that only rise on one book and only fall on another
    levels = Levels(kernel.module("ladder").Ladder, 10_000)
    for rank in range(1, 5_001):
        levels.toggle(0, rank)
        levels.toggle(1, 5_001 - rank)
    # Then no path is longer than 4 nodes: one of 5 would need 2 * 8 ** 4 levels
    levels.check()
    assert levels.ladder.heights[0] <= 4
    assert levels.ladder.heights[1] <= 4
    # When the best levels are swept away one by one, the next is always known
    for rank in range(1, 5_001):
        assert levels.ladder.rank(levels.ladder.bests[0]) == rank
        levels.toggle(0, rank)
    levels.check()
    assert levels.ladder.bests[0] == 0
    assert levels.ladder.heights[0] == 1


def test_the_worst_prices_need_no_more_nodes_than_there_are(kernel: Kernel) -> None:
    # Given as many levels as there is room for, half of them on each of two books
    capacity = 4_000
    levels = Levels(kernel.module("ladder").Ladder, capacity)
    ranks = range(1, capacity * 2, 4)
    for rank in ranks:
        levels.toggle(0, rank)
        levels.toggle(1, rank)
    # When levels are dropped until every leaf is as thin as it can be, and made again elsewhere
    for rank in ranks[::2]:
        for book in (0, 1):
            levels.toggle(book, rank)
            levels.toggle(book + 2, rank)
    # Then the nodes suffice, as for every set of levels: n / 7 and a root a book
    levels.check()
    assert levels.room == 0


def test_a_hint_never_outlives_its_level() -> None:
    # Given a level that was found, then dropped, and another one in its row at another price
    ladder = open_ladder(BOOKS, 2)
    first = ladder.insert(0, 7)
    assert ladder.find(0, 7) == first
    ladder.remove(first)
    second = ladder.insert(1, 7)
    # Then each book knows its own
    assert second == first
    assert ladder.find(0, 7) == 0
    assert ladder.find(1, 7) == second


def test_a_hint_is_not_taken_for_that_of_another_book() -> None:
    # Given so many books that two of them have their hints for a rank in the same place
    ladder = open_ladder(9_000, 2)
    place = ladder._hint_cell(0, 7)
    other = next(book for book in range(1, 9_000) if ladder._hint_cell(book, 7) == place)
    level = ladder.insert(0, 7)
    # Then the level of the one is not found for the other
    assert ladder.find(other, 7) == 0
    assert ladder.find(0, 7) == level

"""The hash index against a dict."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from librt.vecs import vec
from mypy_extensions import i64

from tallystick.fast.kernel.pair_index import PairIndex, pair_hash
from tests.fast.conftest import Kernel

WIDTH = 2
Pair = tuple[int, int]

# Few different numbers, next to each other and far apart: pairs meet again, and collide.
PAIRS = st.tuples(
    st.sampled_from([0, 1, 2, 2**31 - 1]),
    st.one_of(st.integers(1, 20), st.sampled_from([2**31, 2**40 + 1, 2**61 - 1, 2**62 - 1])),
)


class Pairs:
    """An index with its rows, and the dict that says what it must answer."""

    def __init__(self, index_class: Any, capacity: int) -> None:
        self.rows = vec[i64]([0] * ((capacity + 1) * WIDTH))
        self.index = index_class(capacity, self.rows, WIDTH, 0)
        self.known: dict[Pair, int] = {}
        self.free = list(range(1, capacity + 1))

    def toggle(self, pair: Pair) -> None:
        """Enter the pair if it is missing, take it out if it is there."""
        if pair in self.known:
            row = self.known.pop(pair)
            self.index.remove(*pair, row)
            self.free.append(row)
        elif self.free:
            row = self.free.pop()
            self.rows[row * WIDTH], self.rows[row * WIDTH + 1] = pair
            self.index.insert(*pair, row)
            self.known[pair] = row

    def check(self, pairs: set[Pair]) -> None:
        """Every pair is found where it is, and nothing else is found."""
        for pair in pairs:
            assert self.index.find(*pair) == self.known.get(pair, 0), pair


@given(st.lists(PAIRS, max_size=120), st.integers(1, 12))
def test_the_index_finds_what_a_dict_finds(toggled: list[Pair], capacity: int) -> None:
    # Given an index with little room, so that entries crowd
    pairs = Pairs(PairIndex, capacity)
    for pair in toggled:
        # When a pair is entered or taken out
        pairs.toggle(pair)
        # Then each pair is found at its own row, or not at all
        pairs.check(set(toggled))


def test_many_removals_leave_no_trace(kernel: Kernel) -> None:
    # Given an index at full load under a long run of entries and removals
    draw = Random(1)
    pairs = Pairs(kernel.module("pair_index").PairIndex, 64)
    universe = {(draw.randrange(4), draw.randrange(1, 90)) for _ in range(200)}
    for _ in range(20_000):
        pairs.toggle(draw.choice(sorted(universe)))
    pairs.check(universe)
    # When everything is taken out
    for pair in sorted(pairs.known):
        pairs.toggle(pair)
    # Then the table is as empty as at first: no tombstone lengthens a later search
    assert set(pairs.index.entries) == {0}


@pytest.mark.parametrize("first", [0, 1, 2**31 - 1])
@pytest.mark.parametrize("second", [0, 1, 2**31, 2**41, 2**61 - 1, 2**62 - 1])
def test_a_hash_is_the_same_in_both_builds(kernel: Kernel, first: int, second: int) -> None:
    # Given the greatest numbers that can come; when hashed, then nothing has wrapped
    tag = kernel.module("pair_index").pair_hash(first, second)
    assert tag == pair_hash(first, second)
    assert 0 <= tag < 2**34


def test_successive_ids_of_many_accounts_spread_over_the_table() -> None:
    # Given the ids that 100 accounts count up, as most do
    size = 2**14
    places = [0] * size
    for account in range(1, 101):
        for order_id in range(1, 41):
            places[pair_hash(account, order_id) % size] += 1
    # When they are hashed to a table four times as large
    # Then no run of taken places is long: a good hash leaves runs of some tens, a bad one hundreds
    longest = run = 0
    for taken in places * 2:
        run = max(0, run + taken - 1) if taken or run else 0
        longest = max(longest, run)
    assert longest < 60

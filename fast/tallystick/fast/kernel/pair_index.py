"""Hash index from a pair of integers to the row of a buffer that holds the pair."""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import NONE
from .layout import LINE_START, zeros

ROW_BITS: Final = 21
ROW_MASK: Final = 2**21 - 1
TAG_SHIFT: Final = 22
LEAST_PLACES: Final = 4
PLACES_PER_ROW: Final = 4
BLOCK_BITS: Final = 3
BLOCK_MASK: Final = 2**3 - 1
HALF_BITS: Final = 31
HALF_MASK: Final = 2**31 - 1
# Odd, below 2^31: no product of two halves leaves 62 bits, so nothing ever wraps.
FIRST_FACTOR: Final = 1640531527
SECOND_FACTOR: Final = 1540483477
THIRD_FACTOR: Final = 2135587861


def pair_hash(first: i64, second: i64) -> i64:
    """34 bits of two numbers, `first` below 2^31 and `second` below 2^62: mixed well but the last.

    Those are the last bits of `second`, so that successive order ids share a line of the cache.
    """
    block = second >> BLOCK_BITS
    mixed = (first + 1) * FIRST_FACTOR
    mixed = ((mixed >> HALF_BITS) ^ mixed ^ block) & HALF_MASK
    mixed = mixed * SECOND_FACTOR
    mixed = ((mixed >> HALF_BITS) ^ mixed ^ (block >> HALF_BITS)) & HALF_MASK
    mixed = mixed * THIRD_FACTOR
    mixed = ((mixed >> HALF_BITS) ^ mixed) & HALF_MASK
    return (mixed << BLOCK_BITS) | (second & BLOCK_MASK)


def enter(entries: vec[i64], nexts: vec[i64], place: i64, tag: i64, row: i64) -> None:
    """Put a row with this hash at the head of the chain in `place`."""
    former = entries[place]
    follows = i64(former != 0)
    # That of row 0 means nothing: whether another one is there cannot be guessed, so no branch.
    nexts[row * follows] = former
    entries[place] = (tag << TAG_SHIFT) | (follows << ROW_BITS) | row


def next_of(nexts: vec[i64], entry: i64) -> i64:
    """The entry that follows in a chain, or 0."""
    follows = (entry >> ROW_BITS) & 1
    return nexts[(entry & ROW_MASK) * follows] * follows


def next_with(nexts: vec[i64], entry: i64, tag: i64) -> i64:
    """The first entry of this hash from `entry` on, or 0."""
    while entry != 0 and entry >> TAG_SHIFT != tag:
        entry = next_of(nexts, entry)
    return entry


def drop(entries: vec[i64], nexts: vec[i64], place: i64, row: i64) -> None:
    """Take out a row that is in the chain of this place."""
    entry = entries[place]
    before = entry & ROW_MASK
    if before == row:
        entries[place] = next_of(nexts, entry)
        return
    entry = nexts[before]
    while entry & ROW_MASK != row:
        before = entry & ROW_MASK
        entry = nexts[before]
    nexts[before] = next_of(nexts, entry)


class PairIndex:
    """Chains of entries that hash to one place; most chains are of one entry, which stands there.

    An entry is the hash of a pair, whether another entry follows, and the row; 0 is none. `nexts`
    has the entry that follows that of a row. The pair itself is read from the rows: columns
    `column` and `column + 1`.

    Places in use grow with the rows in use, so that a venue with few orders touches little memory:
    four for a row, and one after another, by splitting one chain (linear hashing). Places from
    `grown` on are not in use: their hashes lie half as far.
    """

    def __init__(self, capacity: i64, rows: vec[i64], width: i64, column: i64) -> None:
        """Make room for `capacity` pairs; `rows` is never reallocated afterwards."""
        size: i64 = LEAST_PLACES
        while size < 2 * capacity:
            size *= 2
        self.entries: Final[vec[i64]] = zeros(size + LINE_START)
        self.rows: Final[vec[i64]] = rows
        self.nexts: Final[vec[i64]] = zeros(i64(len(rows)) // width)
        self.width: Final[i64] = width
        self.column: Final[i64] = column
        self.size: Final[i64] = size
        self.grown: i64 = LEAST_PLACES
        self.mask: i64 = 2 * LEAST_PLACES - 1

    def find(self, first: i64, second: i64) -> i64:
        """The row that holds the pair, or NONE."""
        tag = pair_hash(first, second)
        entry = self.entries[self.place_of(tag)]
        while entry != 0:
            row = entry & ROW_MASK
            if entry >> TAG_SHIFT == tag:
                cell = row * self.width + self.column
                if self.rows[cell] == first and self.rows[cell + 1] == second:
                    return row
            entry = next_of(self.nexts, entry)
        return NONE

    def place_of(self, tag: i64) -> i64:
        """Where the chain of a hash begins."""
        place = tag & self.mask
        # Which of them lie half as far cannot be guessed: no branch.
        return place - ((self.mask + 1) >> 1) * i64(place >= self.grown) + LINE_START

    def home(self, first: i64, second: i64) -> i64:
        """Where the chain of a pair begins."""
        return self.place_of(pair_hash(first, second))

    def insert(self, first: i64, second: i64, row: i64) -> None:
        """Enter a row whose pair is not in the index."""
        while self.grown < PLACES_PER_ROW * row and self.grown < self.size:
            self._grow(self.entries, self.nexts)
        tag = pair_hash(first, second)
        enter(self.entries, self.nexts, self.place_of(tag), tag, row)

    def remove(self, first: i64, second: i64, row: i64) -> None:
        """Take out a row that is in the index."""
        drop(self.entries, self.nexts, self.home(first, second), row)

    def _grow(self, entries: vec[i64], nexts: vec[i64]) -> None:
        """Take one more place into use, and move there what belongs there."""
        lower = self.place_of(self.grown)
        self.grown += 1
        entry = entries[lower]
        entries[lower] = 0
        while entry != 0:
            row = entry & ROW_MASK
            tag = entry >> TAG_SHIFT
            entry = next_of(nexts, entry)
            enter(entries, nexts, self.place_of(tag), tag, row)
        if self.grown > self.mask:
            self.mask = 2 * self.mask + 1

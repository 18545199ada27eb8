"""Hash index from a pair of integers to the row of a buffer that holds the pair."""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import NONE
from .layout import zeros

ROW_BITS: Final = 21
ROW_MASK: Final = 2**21 - 1
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


class PairIndex:
    """Open addressing with linear probing; a removal shifts later entries back, so none decay.

    An entry is the hash of a pair, then its row; 0 is a free place. The pair itself is read from
    the rows: columns `column` and `column + 1`.
    """

    def __init__(self, capacity: i64, rows: vec[i64], width: i64, column: i64) -> None:
        """Make room for `capacity` pairs; `rows` is never reallocated afterwards."""
        size: i64 = 4
        while size < 2 * capacity:
            size *= 2
        self.entries: Final[vec[i64]] = zeros(size)
        self.mask: Final[i64] = size - 1
        self.rows: Final[vec[i64]] = rows
        self.width: Final[i64] = width
        self.column: Final[i64] = column

    def find(self, first: i64, second: i64) -> i64:
        """The row that holds the pair, or NONE."""
        entries = self.entries
        mask = self.mask
        tag = pair_hash(first, second)
        place = tag & mask
        entry = entries[place]
        while entry != 0:
            if entry >> ROW_BITS == tag:
                row = entry & ROW_MASK
                cell = row * self.width + self.column
                if self.rows[cell] == first and self.rows[cell + 1] == second:
                    return row
            place = (place + 1) & mask
            entry = entries[place]
        return NONE

    def home(self, first: i64, second: i64) -> i64:
        """Where the search for a pair begins."""
        return pair_hash(first, second) & self.mask

    def insert(self, first: i64, second: i64, row: i64) -> None:
        """Enter a row whose pair is not in the index."""
        entries = self.entries
        tag = pair_hash(first, second)
        place = tag & self.mask
        while entries[place] != 0:
            place = (place + 1) & self.mask
        entries[place] = (tag << ROW_BITS) | row

    def remove(self, first: i64, second: i64, row: i64) -> None:
        """Take out a row that is in the index."""
        entries = self.entries
        mask = self.mask
        tag = pair_hash(first, second)
        wanted = (tag << ROW_BITS) | row
        hole = tag & mask
        while entries[hole] != wanted:
            hole = (hole + 1) & mask
        place = (hole + 1) & mask
        entry = entries[place]
        while entry != 0:
            # An entry may move back to the hole if that is not before its own first place.
            home = (entry >> ROW_BITS) & mask
            if (place - home) & mask >= (place - hole) & mask:
                entries[hole] = entry
                hole = place
            place = (place + 1) & mask
            entry = entries[place]
        entries[hole] = 0

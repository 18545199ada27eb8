"""All rewards in escrow (LIQ-021).

What is written here is in no journal: an escrow begins or ends when nothing can be rejected any
more, so a row that is free may be used at once.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import NONE
from .layout import (
    ESCROW_ACCOUNT,
    ESCROW_ATOMS,
    ESCROW_DUE,
    ESCROW_ID,
    ESCROW_NEXT,
    ESCROW_PAIR,
    ESCROW_TARGET,
    ESCROW_WIDTH,
    zeros,
)
from .pair_index import PairIndex


class Escrows:
    """Rows for the escrows of a venue, each counted from 1."""

    def __init__(self, capacity: i64) -> None:
        """Allocate for `capacity` escrows; no later call allocates."""
        self.rows: Final[vec[i64]] = zeros((capacity + 1) * ESCROW_WIDTH)
        self.index: Final[PairIndex] = PairIndex(capacity, self.rows, ESCROW_WIDTH, ESCROW_PAIR)
        self.capacity: Final[i64] = capacity
        self.count: i64 = 0
        self.last_escrow: i64 = 0
        self.fresh: i64 = 1
        self.free: i64 = NONE

    def find(self, escrow_id: i64) -> i64:
        """The row of an escrow, or NONE."""
        return self.index.find(0, escrow_id)

    def enter(self, escrow_id: i64, account: i64, target: i64, atoms: i64, due: i64) -> None:
        """An escrow begins; there is room for it, and its atoms are in nobody's balance."""
        rows = self.rows
        escrow = self.free
        if escrow != NONE:
            self.free = rows[escrow * ESCROW_WIDTH + ESCROW_NEXT]
        else:
            escrow = self.fresh
            self.fresh = escrow + 1
        cell = escrow * ESCROW_WIDTH
        rows[cell + ESCROW_PAIR] = 0
        rows[cell + ESCROW_ID] = escrow_id
        rows[cell + ESCROW_ACCOUNT] = account
        rows[cell + ESCROW_TARGET] = target
        rows[cell + ESCROW_ATOMS] = atoms
        rows[cell + ESCROW_DUE] = due
        self.index.insert(0, escrow_id, escrow)
        self.count += 1

    def drop(self, escrow: i64) -> None:
        """An escrow is paid; its row may be used again."""
        cell = escrow * ESCROW_WIDTH
        self.index.remove(0, self.rows[cell + ESCROW_ID], escrow)
        self.rows[cell + ESCROW_ATOMS] = 0
        self.rows[cell + ESCROW_NEXT] = self.free
        self.free = escrow
        self.count -= 1

"""What a command has written so far, so that a rejection can take it back (CMD-004)."""

from typing import Final

from librt.vecs import extend, vec
from mypy_extensions import i64

from .layout import zeros

JOURNAL_WIDTH: Final = 3

# Kinds of entry. Of a cell: where it is, and what stood there. Of an order: its row.
ORDER_CELL: Final = 0
ACCOUNT_CELL: Final = 1
ASSET_CELL: Final = 2
HOLDING_CELL: Final = 3
ORDER_JOINED: Final = 4
ORDER_LEFT: Final = 5


class Journal:
    """Entries of the command in hand, oldest first; it grows if a command writes more than fits."""

    def __init__(self, capacity: i64) -> None:
        """Allocate room for `capacity` entries."""
        self.rows: vec[i64] = zeros(capacity * JOURNAL_WIDTH)
        self.capacity: i64 = capacity
        self.count: i64 = 0

    def write(self, kind: i64, where: i64, before: i64) -> None:
        """Remember what stood in a cell, or which order moved."""
        if self.count == self.capacity:
            self.rows = extend(self.rows, zeros(self.capacity * JOURNAL_WIDTH))
            self.capacity *= 2
        cell = self.count * JOURNAL_WIDTH
        self.count += 1
        rows = self.rows
        rows[cell] = kind
        rows[cell + 1] = where
        rows[cell + 2] = before

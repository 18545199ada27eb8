"""A few ticks of a recording of funding rates, written by hand."""

import gzip
from collections.abc import Sequence
from pathlib import Path

HEADER = "time_ms,funding_rate_e8,mark_price"
TICK = 28_800_000
FIRST = 1_568_102_400_000
RATES = (
    # The highest and the lowest rate there is.
    (300_000, -300_000, 300_000)
    # Flooring: -1 becomes -1, -9 becomes -1, 9 becomes 0, -6079 becomes -608.
    + (-1, -9, 9, -6_079, 0)
    + (10_000,) * 10
    + (1_234, -428, -1_110, 99, 15)
)
FLOORED_SUM = 30_000 - 1 - 1 + 0 - 608 + 0 + 10 * 1_000 + 123 - 43 - 111 + 9 + 1
FINER = 8
"""Rates that are no multiple of 10: four of the second row, and of the last all but -1,110."""


def rows_of(rates: Sequence[int] = RATES, first: int = FIRST) -> list[str]:
    """Lines of a file; every second one also says a mark."""
    marks = ("", "67247.20644203")
    rows = (f"{first + TICK * place},{rate},{marks[place % 2]}" for place, rate in enumerate(rates))
    return [HEADER, *rows]


def write_funding(folder: Path, rows: Sequence[str], *, packed: bool = False) -> Path:
    """A file of these lines."""
    text = "".join(f"{row}\n" for row in rows).encode()
    path = folder / ("rates.csv.gz" if packed else "rates.csv")
    path.write_bytes(gzip.compress(text) if packed else text)
    return path

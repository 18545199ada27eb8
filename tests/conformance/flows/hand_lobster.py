"""A hand-written day of a stock, two levels deep, small enough to follow with pencil and paper."""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tallystick.conformance.flows.lobster_rows import Level, Row, read_recording

DAY = "HAND_2020-01-02_34200000_57600000"
LEVELS = 2

DayRow = tuple[str, Sequence[Level], Sequence[Level]]
"""A message; bids and asks after it."""

_ASKS = [(1010, 8), (1020, 4)]
_LATER_ASKS = [(1010, 1), (1020, 4)]

# Each comment says what the engines must do. Orders 20, 30 and 40 rest before the first row: 30 and
# 40 have 4 and 6 at 1000, 20 has 8 at 1010. Order entry tells only that 40 has at least 5.
HAND_DAY: tuple[DayRow, ...] = (
    # 1: history.
    ("34200.1,4,50,1,1000,1", [(1000, 10), (990, 5)], _ASKS),
    ("34200.2,1,100,3,1000,1", [(1000, 13), (990, 5)], _ASKS),
    # 3-5: one taker sells 5, and meets a hidden order too. Here a nameless order of 5 stands first.
    ("34200.3,4,30,4,1000,1", [(1000, 9), (990, 5)], _ASKS),
    ("34200.3,5,0,7,1001,1", [(1000, 9), (990, 5)], _ASKS),
    ("34200.3,4,40,1,1000,1", [(1000, 8), (990, 5)], _ASKS),
    ("34200.4,3,40,5,1000,1", [(1000, 3), (990, 5)], _ASKS),
    # 7-9: a taker buys 9: 8 of a nameless order, 1 of order 101.
    ("34200.5,1,101,2,1010,-1", [(1000, 3), (990, 5)], [(1010, 10), (1020, 4)]),
    ("34200.6,4,20,8,1010,-1", [(1000, 3), (990, 5)], [(1010, 2), (1020, 4)]),
    ("34200.6,4,101,1,1010,-1", [(1000, 3), (990, 5)], _LATER_ASKS),
    ("34200.7,2,100,1,1000,1", [(1000, 2), (990, 5)], _LATER_ASKS),
    # 11-12: 990 goes out of view, and comes back with 4 more.
    ("34200.8,1,102,7,995,1", [(1000, 2), (995, 7)], _LATER_ASKS),
    ("34200.9,3,102,7,995,1", [(1000, 2), (990, 9)], _LATER_ASKS),
    # 13-15: the venue executes 105 and passes the older 103 over.
    ("34201,1,103,2,1001,1", [(1001, 2), (1000, 2)], _LATER_ASKS),
    ("34201,1,105,2,1001,1", [(1001, 4), (1000, 2)], _LATER_ASKS),
    ("34201.5,4,105,2,1001,1", [(1001, 2), (1000, 2)], _LATER_ASKS),
    # 16-17: so here 105 trades next, and 1 of it stays when the venue deletes the rest of 103.
    ("34260,4,103,1,1001,1", [(1001, 1), (1000, 2)], _LATER_ASKS),
    ("34260.1,3,103,1,1001,1", [(1000, 2), (990, 9)], _LATER_ASKS),
    # 18-20: a halt changes nothing; a taker buys all of 106.
    ("34261,7,0,0,-1,-1", [(1000, 2), (990, 9)], _LATER_ASKS),
    ("34262,1,106,1,1005,-1", [(1000, 2), (990, 9)], [(1005, 1), (1010, 1)]),
    ("34263,4,106,1,1005,-1", [(1000, 2), (990, 9)], _LATER_ASKS),
)


def book_text(bids: Sequence[Level], asks: Sequence[Level], levels: int = LEVELS) -> str:
    """A row of the book table."""
    numbers: list[int] = []
    for place in range(levels):
        numbers += asks[place] if place < len(asks) else (9_999_999_999, 0)
        numbers += bids[place] if place < len(bids) else (-9_999_999_999, 0)
    return ",".join(map(str, numbers))


def write_zip(
    folder: Path, messages: Iterable[str], books: Iterable[str], levels: int = LEVELS
) -> Path:
    """An archive of two tables, as they come from the archive's makers: with a note beside them."""
    path = folder / "day.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for table, lines in (("orderbook", books), ("message", messages)):
            text = "".join(f"{line}\n" for line in lines)
            archive.writestr(f"{DAY}_{table}_{levels}.csv", text)
        archive.writestr("ReadMe.txt", "Two tables.\n")
    return path


def write_day(folder: Path, day: Sequence[DayRow] = HAND_DAY, levels: int = LEVELS) -> Path:
    """The archive of a day."""
    messages = [message for message, _, _ in day]
    return write_zip(folder, messages, [book_text(*row[1:], levels) for row in day], levels)


def rows_of(folder: Path, day: Sequence[DayRow], levels: int = LEVELS) -> tuple[Row, ...]:
    """The rows of a day, read from its archive."""
    return read_recording(write_day(folder, day, levels)).rows

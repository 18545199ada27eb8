"""Rows of a recorded file of funding rates, parsed exactly.

The file is CSV, plain or compressed by gzip. Its first line is
`time_ms,funding_rate_e8,mark_price`; each further one has the time of a tick in milliseconds, the
rate in 1/100,000,000 of the mark for that tick, and the mark as a decimal number, or nothing. Ticks
follow each other after 8 hours.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from tallystick.conformance.flows.csv_rows import parse_rows, shown
from tallystick.conformance.flows.plain_text import read_plain_lines

HEADER = "time_ms,funding_rate_e8,mark_price"
TICK_MILLISECONDS = 8 * 3_600_000
LAST_TICK = 2**42
"""There are no ticks after it (PRP-016)."""
RECORDED_UNITS = 10
"""Units of the file in one of ours, which is 1/10,000,000 of the mark (PRP-015)."""
RATE_BOUND = 30_000
"""Highest rate that is published, and lowest, in our units (NUM-010)."""
MOST_ROWS = 152_709
"""As many as there are ticks."""

_TIME = re.compile(r"[1-9][0-9]{0,15}")
_RATE = re.compile(r"0|-?[1-9][0-9]{0,8}")
_MARK = re.compile(r"|[0-9]{1,12}(\.[0-9]{1,12})?")


@frozen
class FundingRow:
    """The rate of one tick, in 1/100,000,000 of the mark."""

    line: int
    time: int
    recorded_rate: int

    @property
    def rate(self) -> int:
        """In 1/10,000,000 of the mark, toward minus infinity."""
        return self.recorded_rate // RECORDED_UNITS


def read_funding(path: Path) -> tuple[FundingRow, ...]:
    """All rows of a file; FlowInputError names file, line, field and expectation."""
    return tuple(parse_funding(read_plain_lines(path), str(path)))


def parse_funding(lines: Iterable[bytes], source: str) -> Iterator[FundingRow]:
    """Rows from lines; `source` is what an error message calls their origin."""
    most = (MOST_ROWS, "rates, of which every tick has one")
    return parse_rows(lines, source, HEADER, _parse, most)


def _parse(number: int, text: str, before: FundingRow | None) -> FundingRow:
    fields = text.split(",")
    if len(fields) != 3:
        raise ValueError(f"expected 3 fields, found {len(fields)}: {shown(text)}")
    time = int(_field("time_ms", fields[0], _TIME, "1 to 16 digits, no zero in front"))
    recorded = int(
        _field("funding_rate_e8", fields[1], _RATE, "a whole number of at most 9 digits")
    )
    _field("mark_price", fields[2], _MARK, "a decimal number or nothing")
    if time % TICK_MILLISECONDS or time > LAST_TICK:
        raise ValueError(f"field time_ms: {time} is no tick, which come every 8 hours up to 2^42")
    if before is not None and time != before.time + TICK_MILLISECONDS:
        after = before.time + TICK_MILLISECONDS
        raise ValueError(f"field time_ms: expected the next tick {after}, found {time}")
    row = FundingRow(number, time, recorded)
    if abs(row.rate) > RATE_BOUND:
        expected = f"at most {RATE_BOUND * RECORDED_UNITS:,} either way"
        raise ValueError(f"field funding_rate_e8: expected {expected}, found {recorded}")
    return row


def _field(name: str, text: str, form: re.Pattern[str], expected: str) -> str:
    if form.fullmatch(text) is None:
        raise ValueError(f"field {name}: expected {expected}, found {shown(text)}")
    return text

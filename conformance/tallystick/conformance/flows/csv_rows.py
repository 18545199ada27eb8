"""Rows of a CSV file with a header line, each parsed beside the one before it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from tallystick.conformance.flows.bounded_text import FlowInputError

_SHOWN_CHARACTERS = 40

Row = TypeVar("Row")


def parse_rows(
    lines: Iterable[bytes],
    source: str,
    header: str,
    parse: Callable[[int, str, Row | None], Row],
    most: tuple[int, str] = (1_000_000, "rows"),
) -> Iterator[Row]:
    """Rows from lines; FlowInputError names `source`, line, field and expectation.

    `parse` takes the number of the line, its text and the row before, or None, and raises
    ValueError. `most` is how many rows there may be, and what an error calls them.
    """
    limit, rows = most
    number, before = 0, None
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode("ascii")
            if number == 1:
                if text != header:
                    raise ValueError(f"expected {header!r}, found {shown(text)}")
                continue
            if number - 1 > limit:
                raise ValueError(f"more than {limit:,} {rows}")
            before = parse(number, text, before)
        except UnicodeDecodeError:
            raise FlowInputError(f"{source}: line {number}: is not ASCII text") from None
        except ValueError as error:
            raise FlowInputError(f"{source}: line {number}: {error}") from None
        yield before
    if before is None:
        name, lines_read = rows.partition(",")[0], "line" if number == 1 else "lines"
        raise FlowInputError(f"{source}: no {name} in {number} {lines_read}")


def shown(text: str) -> str:
    """Text as an error shows it: quoted, and the beginning if it is long."""
    quoted = repr(text[:_SHOWN_CHARACTERS])
    return quoted if len(text) <= _SHOWN_CHARACTERS else f"{quoted}... ({len(text):,} characters)"

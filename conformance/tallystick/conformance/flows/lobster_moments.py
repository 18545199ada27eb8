"""Rows of a LOBSTER recording as moments: one message, or all executions by one incoming order."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from tallystick.conformance.flows.lobster_rows import Kind, Row


@frozen
class Moment:
    """Rows with one cause. Only after the last of them do venue and engines show the same book."""

    rows: tuple[Row, ...]
    """One row; or executions of resting orders, with those of hidden ones among them."""

    @property
    def last(self) -> Row:
        """The row whose book is that after the moment."""
        return self.rows[-1]

    @property
    def executions(self) -> tuple[Row, ...]:
        """Of visible orders, in the venue's order; empty if nobody took."""
        return tuple(row for row in self.rows if row.kind is Kind.EXECUTED)


def moments(rows: Sequence[Row]) -> Iterator[Moment]:
    """A maximal run of executions of one time and direction is one incoming order.

    Executions of hidden orders between them do not end a run: no book shows them.
    """
    start = 0
    while start < len(rows):
        end = start + 1
        first = rows[start]
        if first.kind is Kind.EXECUTED:
            ahead = end
            while ahead < len(rows) and _continues(first, rows[ahead]):
                ahead += 1
                if rows[ahead - 1].kind is Kind.EXECUTED:
                    end = ahead
        yield Moment(tuple(rows[start:end]))
        start = end


def _continues(first: Row, row: Row) -> bool:
    if row.nanoseconds != first.nanoseconds:
        return False
    return row.kind is Kind.HIDDEN or (row.kind is Kind.EXECUTED and row.side is first.side)

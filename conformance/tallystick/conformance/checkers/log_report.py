"""What the log checker reports (CNF-085 to CNF-088)."""

from collections.abc import Mapping
from enum import StrEnum, unique
from types import MappingProxyType

from attrs import frozen


@unique
class LogVerdict(StrEnum):
    """Only the first is a pass."""

    CONFORMANT = "conformant"
    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    NOTHING_JUDGED = "nothing_judged"


USAGE_EXIT_CODE = 2
EXIT_CODES: Mapping[LogVerdict, int] = MappingProxyType(
    {
        LogVerdict.CONFORMANT: 0,
        LogVerdict.WRONG: 1,
        LogVerdict.INCOMPLETE: 5,
        LogVerdict.NOTHING_JUDGED: 5,
    }
)


@frozen
class LogFiles:
    """How a report calls the two files."""

    orders: str = "ORDERS"
    trades: str = "TRADES"


@frozen
class WrongRow:
    """A row that cannot be, given all rows before it, and the clause it breaks."""

    file: str
    line: int
    field: str
    expected: str
    got: str
    clause: str
    why: str


class WrongRowError(Exception):
    """Ends the judgement of a log."""

    def __init__(self, wrong: WrongRow) -> None:
        super().__init__(f"{wrong.file}: line {wrong.line}")
        self.wrong = wrong


@frozen
class NotJudged:
    """Rows that were read and not judged, all for one reason."""

    file: str
    first_line: int
    rows: int
    why: str


@frozen
class Tally:
    """Rows of one file; the wrong row counts as judged."""

    rows: int
    judged: int


@frozen
class LogReport:
    """What is known of a log after the last row, or after an interruption."""

    verdict: LogVerdict
    orders: Tally
    trades: Tally
    given: Mapping[str, int]
    """Rows `removed` by cause, and `decremented`, on which the judgement of the trades rests."""
    unknown_accounts: int
    """Judged trades for which the log does not say whether an account traded with itself."""
    interrupted: bool
    first_wrong: WrongRow | None
    not_judged: tuple[NotJudged, ...]
    """They add up to the rows that the tallies count as not judged."""

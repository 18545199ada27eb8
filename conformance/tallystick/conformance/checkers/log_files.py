"""The two files of a log (CNF-080 to CNF-084): their rows, how they are read and written."""

import csv
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum, unique
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from attrs import frozen

from tallystick.reference.types.choices import RemovalCause, Side

ORDERS_HEADER = (
    "sequence",
    "action",
    "market",
    "order",
    "account",
    "side",
    "price",
    "lots",
    "order_type",
    "cause",
)
TRADES_HEADER = ("sequence", "market", "maker", "taker", "price", "lots")

MAX_NUMBER = 2**62 - 1
"""The highest number of a state (NUM-011), so that whoever reads a log needs only 64 bits."""
MAX_NAME_CHARACTERS = 64
MAX_LINE_BYTES = 4096
"""Ten times the longest line that the columns allow, so that quotes have room."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PRINTABLE = re.compile(rb"[ -~]*")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_NAME = re.compile(rf"[!-~]{{1,{MAX_NAME_CHARACTERS}}}")
_SHOWN_CHARACTERS = 40


@unique
class Action(StrEnum):
    """What a row of ORDERS says has happened (CNF-082)."""

    NEW = "new"
    AMEND = "amend"
    CANCEL = "cancel"
    REMOVED = "removed"
    DECREMENTED = "decremented"


FIELDS_OF_ACTION: Mapping[Action, tuple[str, ...]] = MappingProxyType(
    {
        Action.NEW: ("account", "side", "price", "lots", "order_type"),
        Action.AMEND: ("price", "lots"),
        Action.CANCEL: ("lots",),
        Action.REMOVED: ("lots", "cause"),
        Action.DECREMENTED: ("lots",),
    }
)
"""Columns that a row may fill beside `sequence`, `action`, `market` and `order`."""

WALK_CAUSES = (
    RemovalCause.EXPIRED,
    RemovalCause.SELF_TRADE,
    RemovalCause.UNDERFUNDED,
    RemovalCause.LOAN_LIMIT,
    RemovalCause.REDUCE_ONLY,
    RemovalCause.POSITION_LIMIT,
    RemovalCause.LEG_LIMIT,
    RemovalCause.WORK_LIMIT,
    RemovalCause.UNFILLED,
)
"""Why a walk removes lots; other removals are rows `cancel`."""


@frozen
class OrdersRow:
    """A row of ORDERS; None stands for an empty field."""

    line: int
    sequence: int
    action: Action
    market: str
    order: str
    account: str | None = None
    side: Side | None = None
    price: int | None = None
    lots: int | None = None
    order_type: str | None = None
    cause: RemovalCause | None = None


@frozen
class TradesRow:
    """A row of TRADES; None stands for an empty field."""

    line: int
    sequence: int
    market: str
    maker: str | None
    taker: str | None
    price: int | None
    lots: int | None


_Row = TypeVar("_Row", OrdersRow, TradesRow)


class LogFormatError(ValueError):
    """A file is not in the form of CNF-081 to CNF-084; line 0 means the file as a whole."""

    def __init__(self, file: str, line: int, field: str, found: str, expected: str) -> None:
        where = [file, *([f"line {line}"] if line else []), *([field] if field else [])]
        super().__init__(f"{': '.join(where)}: found {found}, expected {expected}")
        self.file, self.line, self.field = file, line, field
        self.found, self.expected = found, expected


class _FieldError(Exception):
    """What is wrong with one field; the file and line are added further up."""

    def __init__(self, field: str, found: str, expected: str) -> None:
        super().__init__()
        self.field, self.found, self.expected = field, found, expected


def read_orders(path: Path) -> Iterator[OrdersRow]:
    """Every row of ORDERS; LogFormatError says what is wrong and where."""
    return _read_rows(path, ORDERS_HEADER, _orders_row)


def read_trades(path: Path) -> Iterator[TradesRow]:
    """Every row of TRADES; LogFormatError says what is wrong and where."""
    return _read_rows(path, TRADES_HEADER, _trades_row)


def write_orders(path: Path, rows: Iterable[OrdersRow]) -> None:
    """Write ORDERS in the form in which it is read."""
    _write_rows(path, ORDERS_HEADER, rows)


def write_trades(path: Path, rows: Iterable[TradesRow]) -> None:
    """Write TRADES in the form in which it is read."""
    _write_rows(path, TRADES_HEADER, rows)


def shown(text: str) -> str:
    """A field for an error message, shortened."""
    if text == "":
        return "nothing"
    if len(text) <= _SHOWN_CHARACTERS:
        return repr(text)
    return f"{text[:_SHOWN_CHARACTERS]!r}... ({len(text):,} characters)"


def _write_rows(path: Path, header: tuple[str, ...], rows: Iterable[_Row]) -> None:
    with path.open("w", encoding="ascii", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(getattr(row, column) for column in header)  # None is written empty


def _read_rows(
    path: Path, header: tuple[str, ...], parse: Callable[[int, Mapping[str, str]], _Row]
) -> Iterator[_Row]:
    file = str(path)
    lines = _lines(path)
    try:
        first = next(lines)
    except StopIteration:
        raise LogFormatError(file, 0, "", "an empty file", f"the line {','.join(header)}") from None
    if first.split(",") != list(header):
        raise LogFormatError(file, 1, "", shown(first), f"the line {','.join(header)}")
    for line, text in enumerate(lines, start=2):
        try:
            fields = next(csv.reader([text], strict=True))
        except csv.Error as error:
            raise LogFormatError(file, line, "", f"no CSV ({error})", "one CSV row") from None
        if len(fields) != len(header):
            found = f"{len(fields)} fields" if text else "an empty line"
            expected = f"{len(header)} fields: {','.join(header)}"
            raise LogFormatError(file, line, "", found, expected)
        try:
            yield parse(line, dict(zip(header, fields, strict=True)))
        except _FieldError as error:
            where = (file, line, error.field)
            raise LogFormatError(*where, error.found, error.expected) from None


def _lines(path: Path) -> Iterator[str]:
    """The lines of a file without their ends, each of bounded length and plain text."""
    file = str(path)
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):  # a pipe or device could block for ever
            found = "a directory" if stat.S_ISDIR(mode) else "no regular file"
            raise LogFormatError(file, 0, "", found, "a CSV file")
        with path.open("rb") as stream:
            number = 0
            while line := stream.readline(MAX_LINE_BYTES + 1):
                number += 1
                yield _text(file, number, line)
    except (OSError, ValueError) as error:
        if isinstance(error, LogFormatError):
            raise
        problem = (isinstance(error, OSError) and error.strerror) or str(error)
        found = problem[:1].lower() + problem[1:]
        raise LogFormatError(file, 0, "", found, "a readable CSV file") from error


def _text(file: str, number: int, line: bytes) -> str:
    if number == 1:
        line = line.removeprefix(_BYTE_ORDER_MARK)
    body = line.removesuffix(b"\n").removesuffix(b"\r")
    readable = _PRINTABLE.match(body)
    end = 0 if readable is None else readable.end()
    if end < len(body):
        found = f"the byte 0x{body[end]:02x} in column {end + 1}"
        raise LogFormatError(file, number, "", found, "printable ASCII text")
    if len(line) > MAX_LINE_BYTES:
        found = f"a line of more than {MAX_LINE_BYTES:,} bytes"
        raise LogFormatError(file, number, "", found, "a shorter one")
    if not line.endswith(b"\n"):
        found = f"the end of the file after {shown(body.decode('ascii'))}"
        raise LogFormatError(file, number, "", found, "a line end: the file is cut off")
    return body.decode("ascii")


def _orders_row(line: int, fields: Mapping[str, str]) -> OrdersRow:
    action = _choice(fields, "action", tuple(Action))
    if action is None:
        raise _FieldError("action", "nothing", f"one of {', '.join(Action)}")
    for column in ORDERS_HEADER[4:]:
        if column not in FIELDS_OF_ACTION[action] and fields[column]:
            raise _FieldError(column, shown(fields[column]), f"it empty in a row {action}")
    row = OrdersRow(
        line=line,
        sequence=_sequence(fields),
        action=action,
        market=_required_name(fields, "market"),
        order=_required_name(fields, "order"),
        account=_name(fields, "account"),
        side=_choice(fields, "side", tuple(Side)),
        price=_number(fields, "price"),
        lots=_number(fields, "lots"),
        order_type=_name(fields, "order_type"),
        cause=_choice(fields, "cause", WALK_CAUSES),
    )
    if row.order_type == "market" and row.price is not None:
        raise _FieldError("price", shown(fields["price"]), "it empty in a market order")
    return row


def _trades_row(line: int, fields: Mapping[str, str]) -> TradesRow:
    return TradesRow(
        line=line,
        sequence=_sequence(fields),
        market=_required_name(fields, "market"),
        maker=_name(fields, "maker"),
        taker=_name(fields, "taker"),
        price=_number(fields, "price"),
        lots=_number(fields, "lots"),
    )


def _sequence(fields: Mapping[str, str]) -> int:
    return _whole(fields, "sequence", 0)


def _number(fields: Mapping[str, str], column: str) -> int | None:
    return _whole(fields, column, 1) if fields[column] else None


def _whole(fields: Mapping[str, str], column: str, lowest: int) -> int:
    text = fields[column]
    if not _NUMBER.fullmatch(text) or not lowest <= int(text) <= MAX_NUMBER:
        raise _FieldError(column, shown(text), f"a whole number from {lowest} to 2^62 - 1")
    return int(text)


def _required_name(fields: Mapping[str, str], column: str) -> str:
    name = _name(fields, column)
    if name is None:
        raise _FieldError(column, "nothing", "a name")
    return name


def _name(fields: Mapping[str, str], column: str) -> str | None:
    text = fields[column]
    if text and not _NAME.fullmatch(text):
        expected = f"1 to {MAX_NAME_CHARACTERS} characters without spaces"
        raise _FieldError(column, shown(text), expected)
    return text or None


_Choice = TypeVar("_Choice", Action, Side, RemovalCause)


def _choice(fields: Mapping[str, str], column: str, choices: tuple[_Choice, ...]) -> _Choice | None:
    text = fields[column]
    for choice in choices:
        if choice == text:
            return choice
    if text:
        raise _FieldError(column, shown(text), f"one of {', '.join(choices)}")
    return None

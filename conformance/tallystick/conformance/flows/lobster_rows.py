"""Rows of a LOBSTER recording, parsed exactly: a message and the visible book after it.

A message is `<seconds>,<type>,<order id>,<size>,<price>,<direction>`. Prices are dollars times
10,000, sizes are shares, and the direction is that of the resting order: 1 a buy, -1 a sell. A book
row has price and size of the best ask, then of the best bid, then of the second best ask, and so
on; where a side has fewer levels, price 9999999999 (asks) or -9999999999 (bids) and size 0 stand.
"""

import re
from collections.abc import Iterator
from enum import IntEnum, unique
from itertools import zip_longest
from pathlib import Path

from attrs import define, field, frozen

from tallystick.conformance.flows.bounded_text import FlowInputError
from tallystick.conformance.flows.lobster_zip import LobsterTables, open_tables
from tallystick.reference.types.choices import Side

MAX_ROWS = 1_000_000
"""Most messages that are read; a busy day of one stock has a few hundred thousand."""
MAX_PRICE = 9_999_999_998
MAX_LOTS = 1_000_000
"""With `MAX_PRICE` within what one order may be worth (SPT-001)."""

MAX_LEVEL_LOTS = 100_000_000

_NO_PRICE = {Side.BUY: -9_999_999_999, Side.SELL: 9_999_999_999}
_SHOWN_BYTES = 40
_FIELDS = {
    "time": (rb"[0-9]{1,5}(?:\.[0-9]{1,9})?", "seconds after midnight with at most 9 decimals"),
    "type": (rb"[123457]", "1, 2, 3, 4, 5 or 7"),
    "order id": (rb"[0-9]{1,18}", "up to 18 digits"),
    "size": (rb"[0-9]{1,7}", "up to 7 digits"),
    "price": (rb"[0-9]{1,10}|-1", "up to 10 digits, or -1 in a halt"),
    "direction": (rb"1|-1", "1 or -1"),
}
"""Of a message: what each field looks like, and the same in words."""
_MESSAGE = re.compile(b",".join(b"(?:%b)" % pattern for pattern, _ in _FIELDS.values()))
_NUMBER = rb"-?[0-9]{1,10}"

Level = tuple[int, int]
"""Price in 1/10,000 dollar and total size in shares."""


@unique
class Kind(IntEnum):
    """What a message tells."""

    NEW = 1
    REDUCED = 2
    DELETED = 3
    EXECUTED = 4
    HIDDEN = 5
    """An execution of a hidden order, which no book row shows."""
    HALT = 7


_KINDS = {str(kind.value).encode(): kind for kind in Kind}


@frozen
class Row:
    """A message, and the best levels after it, best first."""

    line: int
    nanoseconds: int
    kind: Kind
    order_id: int
    side: Side
    """Of the resting order."""
    price: int
    lots: int
    """Entered, taken off or executed; 0 in a halt."""
    bids: tuple[Level, ...]
    asks: tuple[Level, ...]

    def shown(self, side: Side) -> tuple[Level, ...]:
        """The levels of one side, best first."""
        return self.bids if side is Side.BUY else self.asks


@frozen
class Recording:
    """All rows of an archive."""

    rows: tuple[Row, ...]
    levels: int
    """How many levels a side shows, if it has so many."""


def read_recording(path: Path) -> Recording:
    """Every row of an archive; FlowInputError names member, line, field and expectation."""
    with open_tables(path) as tables:
        rows = tuple(parse_rows(tables))
    if not rows:
        raise FlowInputError(
            f"{tables.messages_source}: no rows, so nothing says what rests at first"
        )
    return Recording(rows, tables.levels)


def parse_rows(tables: LobsterTables) -> Iterator[Row]:
    """Rows from both tables, which must be equally long."""
    books = _Books(tables.levels)
    entered: set[int] = set()
    before = 0
    pairs = zip_longest(tables.messages, tables.books)
    for line, (message, book) in enumerate(pairs, start=1):
        if message is None or book is None:
            short = tables.messages_source if message is None else tables.books_source
            raise FlowInputError(f"{short}: line {line}: missing; the other table has it")
        if line > MAX_ROWS:
            raise FlowInputError(
                f"{tables.messages_source}: line {line}: more than {MAX_ROWS:,} rows,"
                " the most that is read"
            )
        source = tables.messages_source
        try:
            nanoseconds, kind, order_id, lots, price, side = _message(message.rstrip(b"\r"))
            if nanoseconds < before:
                raise ValueError("field time: goes back")
            if kind is Kind.NEW and order_id in entered:
                raise ValueError(f"field order id: {order_id} was entered before")
            source = tables.books_source
            bids, asks = books.parse(book.rstrip(b"\r"))
        except ValueError as error:
            raise FlowInputError(f"{source}: line {line}: {error}") from None
        if kind is Kind.NEW:
            entered.add(order_id)
        before = nanoseconds
        yield Row(line, nanoseconds, kind, order_id, side, price, lots, bids, asks)


def _message(line: bytes) -> tuple[int, Kind, int, int, int, Side]:
    texts = line.split(b",")
    if _MESSAGE.fullmatch(line) is None:
        raise ValueError(_message_error(line, texts))
    kind = _KINDS[texts[1]]
    order_id, lots, price = int(texts[2]), int(texts[3]), int(texts[4])
    if kind is not Kind.HALT:
        names_order = kind is not Kind.HIDDEN
        _require_between("order id", order_id, int(names_order), 10**18)
        _require_between("size", lots, 1, MAX_LOTS)
        _require_between("price", price, 1, MAX_PRICE)
    side = Side.BUY if texts[5] == b"1" else Side.SELL
    return _nanoseconds(texts[0]), kind, order_id, lots, price, side


def _message_error(line: bytes, texts: list[bytes]) -> str:
    """Which field it is that lets a line not be a message."""
    if len(texts) == len(_FIELDS):
        for text, (name, (pattern, expected)) in zip(texts, _FIELDS.items(), strict=True):
            if re.fullmatch(pattern, text) is None:
                return f"field {name}: expected {expected}, found {_shown(text)}"
    return f"expected {len(_FIELDS)} fields, found {len(texts)}: {_shown(line)}"


def _nanoseconds(text: bytes) -> int:
    seconds, _, fraction = text.partition(b".")
    return int(seconds) * 10**9 + int(fraction.ljust(9, b"0"))


def _require_between(name: str, number: int, low: int, high: int) -> None:
    if not low <= number <= high:
        raise ValueError(f"field {name}: expected {low:,} to {high:,}, found {number:,}")


@define
class _Books:
    """Parses book rows; levels and sides that come again are shared, to save memory."""

    _levels: int
    _known: dict[Level, Level] = field(factory=dict)
    _last: dict[Side, tuple[Level, ...]] = field(factory=dict)
    _row: re.Pattern[bytes] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Compile what all rows look like."""
        self._row = re.compile(rb"%b(?:,%b){%d}" % (_NUMBER, _NUMBER, 4 * self._levels - 1))

    def parse(self, line: bytes) -> tuple[tuple[Level, ...], tuple[Level, ...]]:
        """Bids and asks of one row."""
        texts = line.split(b",")
        if self._row.fullmatch(line) is None:
            raise ValueError(self._error(line, texts))
        numbers = [int(text) for text in texts]
        asks = self._side(Side.SELL, tuple(zip(numbers[0::4], numbers[1::4], strict=True)))
        return self._side(Side.BUY, tuple(zip(numbers[2::4], numbers[3::4], strict=True))), asks

    def _error(self, line: bytes, texts: list[bytes]) -> str:
        """Which field it is that lets a line not be a book row."""
        if len(texts) == 4 * self._levels:
            for position, text in enumerate(texts, start=1):
                if re.fullmatch(_NUMBER, text) is None:
                    return f"field {position}: expected up to 10 digits, found {_shown(text)}"
        return (
            f"expected {4 * self._levels} fields, price and size of {self._levels} asks and bids,"
            f" found {len(texts)}: {_shown(line)}"
        )

    def _side(self, side: Side, levels: tuple[Level, ...]) -> tuple[Level, ...]:
        while levels and levels[-1] == (_NO_PRICE[side], 0):
            levels = levels[:-1]
        last = self._last.get(side)
        if levels == last:
            return last
        name = "bids" if side is Side.BUY else "asks"
        prices = [price for price, _ in levels]
        if prices != sorted(set(prices), reverse=side is Side.BUY):
            raise ValueError(f"{name}: expected the levels from best to worst, each once")
        for price, lots in levels:
            _require_between(f"price of {name}", price, 1, MAX_PRICE)
            _require_between(f"size of {name}", lots, 1, MAX_LEVEL_LOTS)
        shared = tuple(self._known.setdefault(level, level) for level in levels)
        self._last[side] = shared
        return shared


def _shown(found: bytes) -> str:
    text = repr(found[:_SHOWN_BYTES].decode("utf-8", "backslashreplace"))
    return text if len(found) <= _SHOWN_BYTES else f"{text}... ({len(found):,} bytes)"

"""Rows of a Bitstamp order-entry log, parsed exactly.

A line is `<milliseconds> <kind> <JSON object>`. Kinds `order_created`, `order_changed` and
`order_deleted` carry `price`, `amount`, `datetime`, `id` and `order_type` (0 buy, 1 sell);
`trade` carries `price`, `amount` and `id`; `order_book` carries the 20 best levels of each side.
Prices are dollars with two decimals, amounts bitcoins with eight, both as strings. Only trades
carry JSON numbers, with the noise of binary floating point (1.7885566900000001).
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from attrs import frozen

from tallystick.conformance.flows.bounded_text import FlowInputError, read_lines
from tallystick.reference.types.choices import Side

BOOK_LEVELS = 20
CENTS_PER_DOLLAR = 100
SATOSHI_PER_BITCOIN = 100_000_000

_FLOAT_NOISE = Decimal("0.000000001")
_SHOWN_BYTES = 60

Level = tuple[int, int]
"""Price in cents and total size in satoshi."""

_PriceText = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,7}\.[0-9]{2}$")]
_AmountText = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,7}\.[0-9]{8}$")]
_SecondsText = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,12}$")]
_Id = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
_LevelText = tuple[_PriceText, _AmountText]
_SideText = Annotated[list[_LevelText], msgspec.Meta(max_length=BOOK_LEVELS)]


@unique
class Action(StrEnum):
    """What an order row says has happened to the order."""

    CREATED = "order_created"
    CHANGED = "order_changed"
    DELETED = "order_deleted"


@frozen
class OrderRow:
    """An order, and its open size after what has happened."""

    line: int
    milliseconds: int
    action: Action
    order_id: int
    side: Side
    cents: int
    satoshi: int


@frozen
class TradeRow:
    """A trade of the venue; the log does not say of which orders."""

    line: int
    milliseconds: int
    cents: int
    satoshi: int


@frozen
class BookRow:
    """A snapshot of the best levels, best first."""

    line: int
    milliseconds: int
    bids: tuple[Level, ...]
    asks: tuple[Level, ...]


Row = OrderRow | TradeRow | BookRow


class _OrderFields(msgspec.Struct, forbid_unknown_fields=True):
    price: _PriceText
    amount: _AmountText
    datetime: _SecondsText
    id: _Id
    order_type: Literal[0, 1]


class _TradeFields(msgspec.Struct, forbid_unknown_fields=True):
    price: Decimal
    amount: Decimal
    id: _Id


class _BookFields(msgspec.Struct, forbid_unknown_fields=True):
    bids: _SideText
    asks: _SideText


_ORDER_DECODER = msgspec.json.Decoder(_OrderFields)
_TRADE_DECODER = msgspec.json.Decoder(_TradeFields)
_BOOK_DECODER = msgspec.json.Decoder(_BookFields)
_KINDS = (*Action, "trade", "order_book")


def read_rows(path: Path) -> Iterator[Row]:
    """Every row of an xz-compressed log; FlowInputError names file, line, field and expectation."""
    return parse_rows(read_lines(path), str(path))


def parse_rows(lines: Iterable[bytes], source: str) -> Iterator[Row]:
    """Rows from lines; `source` is what an error message calls their origin."""
    milliseconds = 0
    for number, line in enumerate(lines, start=1):
        try:
            row = _parse(number, line)
            if row.milliseconds < milliseconds:
                raise ValueError(f"time goes back from {milliseconds} to {row.milliseconds}")
        except ValueError as error:  # msgspec's errors are among them
            raise FlowInputError(f"{source}: line {number}: {error}") from None
        milliseconds = row.milliseconds
        yield row


def _parse(number: int, line: bytes) -> Row:
    stamp, _, rest = line.partition(b" ")
    word, _, document = rest.partition(b" ")
    if not (stamp.isdigit() and len(stamp) == 13 and document):
        raise ValueError(
            f"expected '<13 digits of milliseconds> <kind> <JSON object>', found {_shown(line)}"
        )
    kind = word.decode("ascii", "replace")
    if kind not in _KINDS:
        raise ValueError(f"unknown kind {_shown(word)}, expected one of {', '.join(_KINDS)}")
    milliseconds = int(stamp)
    if kind == "trade":
        return _trade_row(number, milliseconds, _TRADE_DECODER.decode(document))
    if kind == "order_book":
        book = _BOOK_DECODER.decode(document)
        bids = _levels(book.bids, "bids", descending=True)
        return BookRow(number, milliseconds, bids, _levels(book.asks, "asks", descending=False))
    order = _ORDER_DECODER.decode(document)
    return OrderRow(
        line=number,
        milliseconds=milliseconds,
        action=Action(kind),
        order_id=order.id,
        side=Side.BUY if order.order_type == 0 else Side.SELL,
        cents=_scaled(order.price),
        satoshi=_scaled(order.amount),
    )


def _trade_row(number: int, milliseconds: int, fields: _TradeFields) -> TradeRow:
    cents = _whole(fields.price, CENTS_PER_DOLLAR, "$.price")
    satoshi = _whole(fields.amount, SATOSHI_PER_BITCOIN, "$.amount")
    return TradeRow(number, milliseconds, cents, satoshi)


def _scaled(text: str) -> int:
    """A decimal with a fixed number of places, without its point."""
    return int(text.replace(".", ""))


def _whole(number: Decimal, scale: int, field: str) -> int:
    """The whole number of cents or satoshi that a binary fraction stood for."""
    if not (number.is_finite() and 0 < number < 10**7):
        raise ValueError(f"{field}: {_shown(str(number).encode())} is not between 0 and 10,000,000")
    whole = int((number * scale).to_integral_value())
    if abs(number - Decimal(whole) / scale) > _FLOAT_NOISE:
        raise ValueError(f"{field}: {number} is not a multiple of 1/{scale:,}")
    return whole


def _levels(texts: list[_LevelText], field: str, *, descending: bool) -> tuple[Level, ...]:
    levels = tuple((_scaled(price), _scaled(amount)) for price, amount in texts)
    prices = [price for price, _ in levels]
    if prices != sorted(set(prices), reverse=descending):
        raise ValueError(f"$.{field}: expected the levels from best to worst, each once")
    return levels


def _shown(found: bytes) -> str:
    text = repr(found[:_SHOWN_BYTES].decode("utf-8", "backslashreplace"))
    return text if len(found) <= _SHOWN_BYTES else f"{text}... ({len(found):,} bytes)"

"""Rows of recorded prices, parsed exactly: bars of an hour or a minute, and single trades.

Each file is CSV, plain or compressed by gzip, with a header line. A bar is stated by the time at
which it begins, and bars follow each other without a gap. Trades are stated in microseconds.
"""

import re
from pathlib import Path

from attrs import frozen

from tallystick.conformance.flows.csv_rows import parse_rows, shown
from tallystick.conformance.flows.plain_text import read_plain_lines
from tallystick.conformance.scenarios.decimals import decimal_units

HOUR_MILLISECONDS = 3_600_000
MINUTE_MILLISECONDS = 60_000
HOUR_HEADER = "time_ms,open,high,low,close,volume_base"
MINUTE_HEADER = "time_ms,open,high,low,close,samples"
TRADE_HEADER = "time_us,trade_id,taker_side,price,amount"

_TIME = re.compile(r"[1-9][0-9]{0,17}")
_LAST = re.compile(r"[0-9]{1,15}(\.[0-9]{1,12})?")
_ID = re.compile(r"[0-9]{1,24}")
_SIDES = ("buy", "sell")


@frozen
class Bar:
    """Prices of an hour or a minute, in 1/100,000,000 of a unit of the quote currency."""

    line: int
    time: int
    """When it begins, in milliseconds."""
    open_e8: int
    high_e8: int
    low_e8: int
    close_e8: int


@frozen
class Print:
    """One recorded trade; price and amount in 1/100,000,000, the time in milliseconds."""

    line: int
    time: int
    taker_sells: bool
    price_e8: int
    amount_e8: int


def read_hours(path: Path) -> tuple[Bar, ...]:
    """Bars of an hour; FlowInputError names file, line, field and expectation."""
    return read_bars(path, HOUR_HEADER, HOUR_MILLISECONDS)


def read_minutes(path: Path) -> tuple[Bar, ...]:
    """Bars of a minute; errors as above."""
    return read_bars(path, MINUTE_HEADER, MINUTE_MILLISECONDS)


def read_bars(path: Path, header: str, step: int) -> tuple[Bar, ...]:
    """All bars of a file, each `step` milliseconds after the one before."""

    def parse(number: int, text: str, before: Bar | None) -> Bar:
        return _bar(number, text, before, step)

    return tuple(parse_rows(read_plain_lines(path), str(path), header, parse))


def read_prints(path: Path) -> tuple[Print, ...]:
    """All trades of a file, in the order of their times."""
    return tuple(parse_rows(read_plain_lines(path), str(path), TRADE_HEADER, _print))


def _fields(text: str, count: int) -> list[str]:
    fields = text.split(",")
    if len(fields) != count:
        raise ValueError(f"expected {count} fields, found {len(fields)}: {shown(text)}")
    return fields


def _bar(number: int, text: str, before: Bar | None, step: int) -> Bar:
    time_text, *prices, last = _fields(text, 6)
    time = int(_matched("time_ms", time_text, _TIME, "1 to 18 digits, no zero in front"))
    names = ("open", "high", "low", "close")
    opened, high, low, closed = (
        decimal_units(name, price) for name, price in zip(names, prices, strict=True)
    )
    _matched("the last one", last, _LAST, "a decimal number")
    if time % step:
        raise ValueError(f"field time_ms: expected a multiple of {step:,}, found {time}")
    if before is not None and time != before.time + step:
        raise ValueError(f"field time_ms: expected the next bar {before.time + step}, found {time}")
    if not low <= min(opened, closed) <= max(opened, closed) <= high:
        raise ValueError(f"expected open and close between low and high, found {shown(text)}")
    return Bar(number, time, opened, high, low, closed)


def _print(number: int, text: str, before: Print | None) -> Print:
    time_text, trade, side, price, amount = _fields(text, 5)
    microseconds = int(_matched("time_us", time_text, _TIME, "1 to 18 digits, no zero in front"))
    _matched("trade_id", trade, _ID, "1 to 24 digits")
    if side not in _SIDES:
        raise ValueError(f"field taker_side: expected buy or sell, found {shown(side)}")
    time = microseconds // 1_000
    if before is not None and time < before.time:
        raise ValueError(
            f"field time_us: expected no earlier time than the line before, found {time_text}"
        )
    return Print(
        number,
        time,
        side == "sell",
        decimal_units("price", price),
        decimal_units("amount", amount),
    )


def _matched(name: str, text: str, form: re.Pattern[str], expected: str) -> str:
    if form.fullmatch(text) is None:
        raise ValueError(f"field {name}: expected {expected}, found {shown(text)}")
    return text

"""Files that are no log: each is refused with file, line, field, what was found and expected."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tallystick.conformance.checkers.log_check import check_log
from tallystick.conformance.checkers.log_files import (
    MAX_LINE_BYTES,
    MAX_NUMBER,
    ORDERS_HEADER,
    TRADES_HEADER,
    LogFormatError,
    TradesRow,
    read_orders,
    read_trades,
)
from tallystick.reference.types.choices import RemovalCause

HEADER = (",".join(ORDERS_HEADER) + "\n").encode("ascii")
NEW = b"1,new,M,a1,A,sell,100,5,limit,\n"
TRADES = (",".join(TRADES_HEADER) + "\n").encode("ascii")
TRADE = b"1,M,a1,b1,100,5\n"

BAD_ORDERS: dict[str, tuple[bytes, int, str, str]] = {
    # what it is: text, line, field, part of the message
    "empty": (b"", 0, "", "an empty file"),
    "another header": (b"seq,action\n", 1, "", "'seq,action', expected the line sequence,action,"),
    "columns in another order": (HEADER.replace(b"side,price", b"price,side"), 1, "", "expected"),
    "a trades file": (TRADES + TRADE, 1, "", "expected the line sequence,action,market,order"),
    "binary": (b"\x7fELF\x02\x01\x00\n", 1, "", "the byte 0x7f in column 1"),
    "a null in a row": (HEADER + b"1,new,M,a\x001\n", 2, "", "the byte 0x00 in column 10"),
    "UTF-16": ("sequence".encode("utf-16"), 1, "", "the byte 0xff in column 1"),
    "a name that is not ASCII": (HEADER + "1,new,\u20bf".encode(), 2, "", "the byte 0xe2"),
    "JSON": (b'{"orders": []}\n', 1, "", "found '{\"orders\": []}'"),
    "cut off in a row": (HEADER + NEW[:-10], 2, "", "the file is cut off"),
    "cut off before the line end": (HEADER + NEW[:-1], 2, "", "the file is cut off"),
    "cut off in the header": (HEADER[:-1], 1, "", "the file is cut off"),
    "a line without end": (HEADER + b"1" * 9999, 2, "", f"more than {MAX_LINE_BYTES:,} bytes"),
    "a long line": (
        HEADER + NEW + b'"' + b"x" * MAX_LINE_BYTES + b'"\n', 3, "", "more than 4,096 bytes"
    ),
    "a blank line": (HEADER + b"\n" + NEW, 2, "", "an empty line, expected 10 fields"),
    "a field too few": (HEADER + b"1,new,M,a1,A,sell,100,5,limit\n", 2, "", "9 fields"),
    "a field too many": (HEADER + b"1,new,M,a1,A,sell,100,5,limit,,\n", 2, "", "11 fields"),
    "an open quote": (HEADER + NEW + b'2,"new,M\n3,new"\n', 3, "", "no CSV"),
    "text behind a quote": (HEADER + b'1,"new"x,M,a1,A,sell,1,5,limit,\n', 2, "", "no CSV"),
    "no sequence": (HEADER + NEW.replace(b"1,", b",", 1), 2, "sequence", "nothing, expected"),
    "a negative sequence": (HEADER + b"-" + NEW, 2, "sequence", "'-1'"),
    "an unknown action": (HEADER + NEW.replace(b"new", b"stop"), 2, "action", "one of new, amend"),
    "no action": (HEADER + NEW.replace(b"new", b""), 2, "action", "nothing, expected one of new"),
    "no market": (HEADER + NEW.replace(b"M", b""), 2, "market", "nothing, expected a name"),
    "no order": (HEADER + NEW.replace(b"a1", b""), 2, "order", "nothing, expected a name"),
    "a blank in a name": (HEADER + NEW.replace(b"a1", b"a 1"), 2, "order", "without spaces"),
    "a long name": (HEADER + NEW.replace(b"a1", b"a" * 65), 2, "order", "(65 characters)"),
    "an unknown side": (HEADER + NEW.replace(b"sell", b"ask"), 2, "side", "one of buy, sell"),
    "a price of 0": (HEADER + NEW.replace(b"100", b"0"), 2, "price", "'0', expected a whole"),
    "a fraction": (HEADER + NEW.replace(b"100", b"100.5"), 2, "price", "'100.5'"),
    "a leading zero": (HEADER + NEW.replace(b"100", b"0100"), 2, "price", "'0100'"),
    "a separator": (HEADER + NEW.replace(b"100", b'"1,000"'), 2, "price", "'1,000'"),
    "an exponent": (HEADER + NEW.replace(b"100", b"1e2"), 2, "price", "'1e2'"),
    "NaN": (HEADER + NEW.replace(b"100", b"NaN"), 2, "price", "'NaN', expected a whole number"),
    "infinity": (HEADER + NEW.replace(b",5,", b",inf,"), 2, "lots", "'inf'"),
    "digits of another script": (HEADER + "1,new,M,\u0661".encode(), 2, "", "the byte 0xd9"),
    "2^62": (HEADER + NEW.replace(b"100", b"%d" % 2**62), 2, "price", "from 1 to 2^62 - 1"),
    "20 digits": (HEADER + NEW.replace(b"100", b"9" * 20), 2, "price", "from 1 to 2^62 - 1"),
    "4,000 digits": (HEADER + NEW.replace(b"100", b"9" * 4000), 2, "price", "(4,000 characters)"),
    "5,000 digits": (HEADER + NEW.replace(b"100", b"9" * 5000), 2, "", "more than 4,096 bytes"),
    "a cancel with a price": (HEADER + b"1,cancel,M,a1,,,9,,,\n", 2, "price", "it empty in a row"),
    "an amend with a side": (HEADER + b"1,amend,M,a1,,buy,9,9,,\n", 2, "side", "it empty"),
    "a new order with a cause": (HEADER + NEW[:-1] + b"expired\n", 2, "cause", "it empty"),
    "a removal of a cancelled order": (
        HEADER + b"1,removed,M,a1,,,,1,,cancelled\n", 2, "cause", "one of expired, self_trade"
    ),
    "a market order with a price": (
        HEADER + NEW.replace(b"limit", b"market"), 2, "price", "it empty in a market order"
    ),
}  # fmt: skip

BAD_TRADES: dict[str, tuple[bytes, int, str, str]] = {
    "empty": (b"", 0, "", "an empty file, expected the line sequence,market,maker,"),
    "an orders file": (HEADER + NEW, 1, "", "expected the line sequence,market,maker,taker"),
    "no sequence": (TRADES + TRADE[1:], 2, "sequence", "nothing"),
    "no market": (TRADES + TRADE.replace(b"M", b""), 2, "market", "a name"),
    "a trade of no lots": (TRADES + TRADE.replace(b",5", b",0"), 2, "lots", "'0'"),
    "a blank in a name": (TRADES + TRADE.replace(b"b1", b"b 1"), 2, "taker", "'b 1'"),
    "a field too many": (TRADES + TRADE[:-1] + b",\n", 2, "", "7 fields"),
}


def written(folder: Path, text: bytes) -> Path:
    path = folder / "log.csv"
    path.write_bytes(text)
    return path


def assert_refused(
    read: Callable[[Path], Iterator[object]], path: Path, line: int, field: str, part: str
) -> None:
    with pytest.raises(LogFormatError) as caught:
        list(read(path))
    error = caught.value
    where = f"{path}: line {line}: " if line else f"{path}: "
    assert str(error).startswith(where + (f"{field}: found " if field else "found "))
    assert part in str(error)
    assert (error.line, error.field) == (line, field)
    assert len(str(error)) < 500


@pytest.mark.parametrize("name", BAD_ORDERS)
def test_bad_orders_are_refused(name: str, tmp_path: Path) -> None:
    text, line, field, part = BAD_ORDERS[name]
    assert_refused(read_orders, written(tmp_path, text), line, field, part)


@pytest.mark.parametrize("name", BAD_TRADES)
def test_bad_trades_are_refused(name: str, tmp_path: Path) -> None:
    text, line, field, part = BAD_TRADES[name]
    assert_refused(read_trades, written(tmp_path, text), line, field, part)


@pytest.mark.parametrize("read", [read_orders, read_trades])
def test_what_is_no_file_is_refused(
    read: Callable[[Path], Iterator[object]], tmp_path: Path
) -> None:
    assert_refused(read, tmp_path / "nowhere.csv", 0, "", "no such file")
    assert_refused(read, tmp_path, 0, "", "a directory")
    assert_refused(read, tmp_path / "nul\0.csv", 0, "", "expected a readable CSV file")
    os.mkfifo(tmp_path / "pipe")
    assert_refused(read, tmp_path / "pipe", 0, "", "no regular file")


def test_spreadsheet_habits_are_read(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + (HEADER + b'1,"new",M,a1,A,"sell",100,5,limit,\n').replace(
        b"\n", b"\r\n"
    )
    (row,) = read_orders(written(tmp_path, text))
    assert (row.line, row.action, row.side, row.price) == (2, "new", "sell", 100)


def test_the_highest_number_is_read(tmp_path: Path) -> None:
    text = HEADER + NEW.replace(b"100", b"%d" % MAX_NUMBER)
    (row,) = read_orders(written(tmp_path, text))
    assert row.price == MAX_NUMBER


def test_empty_fields_are_unknown(tmp_path: Path) -> None:
    text = HEADER + b"1,new,M,a1,,,,,,\n2,removed,M,a1,,,,,,\n3,removed,M,a1,,,,4,,expired\n"
    rows = list(read_orders(written(tmp_path, text)))
    assert [row.lots for row in rows] == [None, None, 4]
    first = rows[0]
    assert (first.account, first.side, first.price, first.order_type) == (None,) * 4
    assert rows[2].cause is RemovalCause.EXPIRED
    (trade,) = read_trades(written(tmp_path, TRADES + b"7,M,,,,\n"))
    assert trade == TradesRow(2, 7, "M", None, None, None, None)


def judged(folder: Path, orders: bytes, trades: bytes) -> None:
    orders_path, trades_path = folder / "orders.csv", folder / "trades.csv"
    orders_path.write_bytes(orders)
    trades_path.write_bytes(trades)
    check_log(read_orders(orders_path), read_trades(trades_path))


OUT_OF_ORDER = {
    "an order twice": (
        HEADER + NEW + NEW.replace(b"1,", b"2,", 1),
        TRADES,
        "ORDERS: line 3: order: found 'a1' a second time, expected a name not used before in"
        " market M",
    ),
    "an order twice, after a wrong row": (
        HEADER + b"1,cancel,M,x1,,,,,,\n" + NEW.replace(b"1,", b"2,", 1) + b"3" + NEW[1:],
        TRADES,
        "ORDERS: line 4: order: found 'a1' a second time, expected a name not used before in"
        " market M",
    ),
    "a sequence twice": (
        HEADER + NEW + NEW.replace(b"a1", b"a2"),
        TRADES,
        "ORDERS: line 3: sequence: found 1, expected more than 1, that of the row before",
    ),
    "trades that go back": (
        HEADER + NEW,
        TRADES + TRADE.replace(b"1,M", b"2,M") + TRADE,
        "TRADES: line 3: sequence: found 1, expected at least 2, that of the row before",
    ),
}


@pytest.mark.parametrize("name", OUT_OF_ORDER)
def test_rows_out_of_order_are_refused(name: str, tmp_path: Path) -> None:
    orders, trades, message = OUT_OF_ORDER[name]
    with pytest.raises(LogFormatError) as caught:
        judged(tmp_path, orders, trades)
    assert str(caught.value) == message


def test_a_file_is_refused_even_behind_a_wrong_row(tmp_path: Path) -> None:
    orders = HEADER + b"1,cancel,M,x1,,,,,,\n2,new,M,a1,A,sell,NaN,5,limit,\n"
    with pytest.raises(LogFormatError) as caught:
        judged(tmp_path, orders, TRADES)
    assert (caught.value.line, caught.value.field) == (3, "price")


def test_one_name_may_stand_in_two_markets(tmp_path: Path) -> None:
    judged(tmp_path, HEADER + NEW + b"2,new,N,a1,A,sell,100,5,limit,\n", TRADES)

"""Rows are parsed exactly, and a refusal says member, line, field and what was expected."""

from pathlib import Path

import pytest

from tallystick.conformance.flows import lobster_rows
from tallystick.conformance.flows.bounded_text import FlowInputError
from tallystick.conformance.flows.lobster_rows import Kind, Row, read_recording
from tallystick.reference.types.choices import Side
from tests.conformance.flows.hand_lobster import DAY, HAND_DAY, book_text, rows_of, write_zip

MESSAGE = "34200.1,1,7,5,1000,1"
BOOK = "1010,8,1000,5,1020,4,990,1"


def test_a_row_is_exact(tmp_path: Path) -> None:
    (row,) = read_recording(write_zip(tmp_path, [MESSAGE], [BOOK])).rows
    bids, asks = ((1000, 5), (990, 1)), ((1010, 8), (1020, 4))
    assert row == Row(1, 34_200_100_000_000, Kind.NEW, 7, Side.BUY, 1000, 5, bids, asks)
    assert (row.shown(Side.BUY), row.shown(Side.SELL)) == (bids, asks)


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("34200", 34_200_000_000_000),
        ("34200.000000001", 34_200_000_000_001),
        ("57599.99", 57_599_990_000_000),
    ],
)
def test_times_are_nanoseconds_after_midnight(tmp_path: Path, text: str, nanoseconds: int) -> None:
    path = write_zip(tmp_path, [f"{text},3,7,5,1000,-1"], [BOOK])
    (row,) = read_recording(path).rows
    assert (row.nanoseconds, row.kind, row.side) == (nanoseconds, Kind.DELETED, Side.SELL)


def test_levels_that_a_side_does_not_have_are_left_out(tmp_path: Path) -> None:
    path = write_zip(tmp_path, [MESSAGE] * 1, [book_text([], [(1010, 8)])])
    (row,) = read_recording(path).rows
    assert (row.bids, row.asks) == ((), ((1010, 8),))


def test_sides_that_do_not_change_are_kept_once(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, HAND_DAY)
    assert rows[1].bids != rows[0].bids
    assert rows[1].asks is rows[0].asks


def test_line_ends_of_other_systems_are_taken(tmp_path: Path) -> None:
    path = write_zip(tmp_path, [f"{MESSAGE}\r"], [f"{BOOK}\r"])
    assert len(read_recording(path).rows) == 1


def test_a_halt_has_no_order(tmp_path: Path) -> None:
    (row,) = read_recording(write_zip(tmp_path, ["34200,7,0,0,-1,-1"], [BOOK])).rows
    assert (row.kind, row.order_id, row.lots) == (Kind.HALT, 0, 0)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("", "expected 6 fields, found 1: ''"),
        ("34200.1,1,7,5,1000", "expected 6 fields, found 5"),
        ("34200.1,1,7,5,1000,1,", "expected 6 fields, found 7"),
        ("time,type,id,size,price,direction", "field time: expected seconds after midnight"),
        ("-1,1,7,5,1000,1", "field time"),
        ("34200.0000000001,1,7,5,1000,1", "at most 9 decimals, found '34200.0000000001'"),
        ("nan,1,7,5,1000,1", "field time"),
        ("34200.1,6,7,5,1000,1", "field type: expected 1, 2, 3, 4, 5 or 7, found '6'"),
        ("34200.1,1,-7,5,1000,1", "field order id: expected up to 18 digits, found '-7'"),
        ("34200.1,1,0,5,1000,1", "field order id: expected 1 to"),
        (f"34200.1,1,{'9' * 5000},5,1000,1", "field order id"),
        ("34200.1,1,7,0,1000,1", "field size: expected 1 to 1,000,000, found 0"),
        ("34200.1,1,7,1000001,1000,1", "field size: expected 1 to 1,000,000, found 1,000,001"),
        ("34200.1,1,7,5.5,1000,1", "field size: expected up to 7 digits, found '5.5'"),
        ("34200.1,1,7,5,-1,1", "field price: expected 1 to 9,999,999,998, found -1"),
        ("34200.1,1,7,5,9999999999,1", "field price: expected 1 to 9,999,999,998"),
        ("34200.1,1,7,5,1e3,1", "field price: expected up to 10 digits"),
        ("34200.1,1,7,5,1000,0", "field direction: expected 1 or -1, found '0'"),
        ("34200.1,1,7,5,1000,1 ", "field direction"),
        ("34200.1,1,6,5,1000,1", "field order id: 6 was entered before"),
        ("34199.9,1,7,5,1000,1", "field time: goes back"),
    ],
)
def test_a_bad_message_is_refused(tmp_path: Path, line: str, text: str) -> None:
    path = write_zip(tmp_path, ["34200,1,6,5,1000,1", line], [BOOK, BOOK])
    with pytest.raises(FlowInputError) as refused:
        read_recording(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: {DAY}_message_2.csv: line 2: ")
    assert text in message
    assert len(message) < len(str(path)) + 250


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("", "expected 8 fields, price and size of 2 asks and bids, found 1"),
        ("1010,8,1000,5", "expected 8 fields"),
        ("1010,8,1000,5,1020,4,990,x", "field 8: expected up to 10 digits, found 'x'"),
        ("1010,8,1000,5,1020,4,990,12345678901", "field 8"),
        ("1020,8,1000,5,1010,4,990,1", "asks: expected the levels from best to worst"),
        ("1010,8,1000,5,1020,4,1000,1", "bids: expected the levels from best to worst, each once"),
        ("1010,0,1000,5,1020,4,990,1", "field size of asks: expected 1 to 100,000,000, found 0"),
        ("1010,8,1000,5,1020,4,-990,1", "field price of bids: expected 1 to"),
        ("9999999999,0,1000,5,1020,4,990,1", "asks: expected the levels"),
        ("1010,8,1000,5,9999999999,4,990,1", "field price of asks"),
    ],
)
def test_a_bad_book_row_is_refused(tmp_path: Path, line: str, text: str) -> None:
    path = write_zip(tmp_path, [MESSAGE, "34200.2,3,7,5,1000,1"], [BOOK, line])
    with pytest.raises(FlowInputError) as refused:
        read_recording(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: {DAY}_orderbook_2.csv: line 2: ")
    assert text in message


@pytest.mark.parametrize(("messages", "books", "table"), [(1, 2, "message"), (2, 1, "orderbook")])
def test_tables_of_different_length_are_refused(
    tmp_path: Path, messages: int, books: int, table: str
) -> None:
    rows = [MESSAGE, "34200.2,3,7,5,1000,1"]
    path = write_zip(tmp_path, rows[:messages], [BOOK] * books)
    with pytest.raises(FlowInputError, match=f"{table}_2.csv: line 2: missing; the other table"):
        read_recording(path)


def test_an_empty_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FlowInputError, match="no rows, so nothing says what rests at first"):
        read_recording(write_zip(tmp_path, [], []))


def test_more_rows_than_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lobster_rows, "MAX_ROWS", 19)
    with pytest.raises(FlowInputError, match="line 20: more than 19 rows"):
        rows_of(tmp_path, HAND_DAY)

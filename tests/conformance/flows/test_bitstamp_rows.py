"""Rows are parsed exactly, and a refusal says line, field and what was expected."""

import pytest

from tallystick.conformance.flows.bitstamp_rows import (
    Action,
    BookRow,
    OrderRow,
    TradeRow,
    parse_rows,
)
from tallystick.conformance.flows.bounded_text import FlowInputError
from tallystick.reference.types.choices import Side
from tests.conformance.flows.hand_log import stamped

ORDER = '{"price":"236.47","amount":"2.00000000","datetime":"1430438404","id":7,"order_type":0}'
STAMP = "1430438404518"


def test_an_order_row_is_exact() -> None:
    line = f"{STAMP} order_deleted {ORDER}".encode()
    (row,) = parse_rows([line], "log")
    assert row == OrderRow(1, 1430438404518, Action.DELETED, 7, Side.BUY, 23647, 200_000_000)


def test_a_book_row_keeps_the_order_of_its_levels() -> None:
    book = '{"bids":[["2.00","0.00000001"],["1.99","1.00000000"]],"asks":[["2.01","3.00000000"]]}'
    (row,) = parse_rows([f"{STAMP} order_book {book}".encode()], "log")
    bids, asks = ((200, 1), (199, 100_000_000)), ((201, 300_000_000),)
    assert row == BookRow(1, 1430438404518, bids, asks)


@pytest.mark.parametrize(
    ("amount", "satoshi"),
    [("1.7885566900000001", 178855669), ("0.21144331", 21144331), ("200", 20_000_000_000)],
)
def test_the_noise_of_binary_fractions_is_taken_off_trades(amount: str, satoshi: int) -> None:
    trade = f'{{"price":237.24000000000001,"amount":{amount},"id":1}}'
    (row,) = parse_rows([f"{STAMP} trade {trade}".encode()], "log")
    assert row == TradeRow(1, 1430438404518, 23724, satoshi)


def order(field: str, replacement: str) -> str:
    old = {"price": '"236.47"', "amount": '"2.00000000"', "id": "7", "order_type": "0"}[field]
    return f"{STAMP} order_created " + ORDER.replace(f'"{field}":{old}', f'"{field}":{replacement}')


NINES = "9" * 5000


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("", ["<13 digits of milliseconds> <kind> <JSON object>", "found ''"]),
        ('{"price":"236.47"}', ["expected '<13 digits"]),
        ("2015-05-01,bid,236.47,2.0", ["expected '<13 digits"]),
        (f"143043840451 trade {ORDER}", ["expected '<13 digits"]),
        (f"{STAMP} order_filled {ORDER}", ["unknown kind 'order_filled'", "order_created, "]),
        (f"{STAMP} order_created [1]", ["Expected `object`, got `array`"]),
        (f"{STAMP} order_created {ORDER[:40]}", ["truncated"]),
        (f"{STAMP} order_created {ORDER} {ORDER}", ["malformed"]),
        (order("price", "236.47"), ["$.price", "Expected `str`, got `float`"]),
        (order("price", '"236.475"'), ["$.price", "regex"]),
        (order("price", '"-1.00"'), ["$.price", "regex"]),
        (order("price", '"nan"'), ["$.price", "regex"]),
        (order("price", f'"{NINES}.00"'), ["$.price", "regex"]),
        (order("price", "NaN"), ["malformed"]),
        (order("price", "Infinity"), ["malformed"]),
        (order("amount", '"2.0"'), ["$.amount", "regex"]),
        (order("amount", '"2e8"'), ["$.amount", "regex"]),
        (order("id", "0"), ["$.id", ">= 1"]),
        (order("id", "7.5"), ["$.id", "Expected `int`"]),
        (order("id", NINES), ["$.id", "out of range"]),
        (order("order_type", "2"), ["$.order_type", "2"]),
        (order("order_type", "true"), ["$.order_type", "bool"]),
        (f'{STAMP} order_created {{"price":"1.00"}}', ["missing required field", "amount"]),
        (f'{STAMP} trade {{"price":1,"amount":1,"id":1,"buy":2}}', ["unknown field", "buy"]),
        (f'{STAMP} trade {{"price":NaN,"amount":1,"id":1}}', ["malformed"]),
        (f'{STAMP} trade {{"price":"NaN","amount":1,"id":1}}', ["$.price", "'NaN'", "not between"]),
        (f'{STAMP} trade {{"price":1e999,"amount":1,"id":1}}', ["$.price", "1E+999"]),
        (f'{STAMP} trade {{"price":{NINES},"amount":1,"id":1}}', ["$.price", "5,000 bytes"]),
        (f'{STAMP} trade {{"price":1,"amount":-1,"id":1}}', ["$.amount", "'-1'"]),
        (f'{STAMP} trade {{"price":1,"amount":0.123456785,"id":1}}', ["$.amount", "multiple"]),
        (f'{STAMP} trade {{"price":1.005,"amount":1,"id":1}}', ["$.price", "multiple of 1/100"]),
        (f'{STAMP} order_book {{"bids":[["1.00"]],"asks":[]}}', ["$.bids[0]", "length 2"]),
        (
            f'{STAMP} order_book {{"asks":[],"bids":[["1.00","1.00000000"],'
            '["2.00","1.00000000"]]}',
            ["$.bids", "from best to worst"],
        ),
        (f"{STAMP} order_book {'[' * 60_000}", ["Expected `object`"]),
    ],
)
def test_a_bad_line_is_refused(line: str, parts: list[str]) -> None:
    good = f"{STAMP} order_created {ORDER}".encode()
    with pytest.raises(FlowInputError) as refused:
        list(parse_rows([good, line.encode()], "some.log"))
    message = str(refused.value)
    assert message.startswith("some.log: line 2: ")
    assert len(message) < 400
    for part in parts:
        assert part in message


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(FlowInputError, match=r"line 1: .*\\\\xff"):
        list(parse_rows([b"\xff" * 200], "log"))


def test_a_book_deeper_than_the_venue_shows_is_refused() -> None:
    levels = ",".join(f'["{90 - i}.00","1.00000000"]' for i in range(21))
    with pytest.raises(FlowInputError, match=r"length <= 20 - at `\$.bids`"):
        list(parse_rows([f'{STAMP} order_book {{"bids":[{levels}],"asks":[]}}'.encode()], "log"))


def test_time_does_not_go_back() -> None:
    lines = stamped([f"order_created {ORDER}"] * 2).splitlines()
    assert len(list(parse_rows(lines, "log"))) == 2
    with pytest.raises(FlowInputError, match="line 2: time goes back from 1430438404100"):
        list(parse_rows(lines[::-1], "log"))

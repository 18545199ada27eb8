"""Recorded prices are read exactly, and everything else is refused with its line."""

from pathlib import Path

import pytest

from tallystick.conformance.flows.bounded_text import FlowInputError
from tallystick.conformance.scenarios.decimals import decimal_units
from tallystick.conformance.scenarios.instruments import (
    BITCOIN,
    ETHER,
    base_text,
    decimal_text,
)
from tallystick.conformance.scenarios.price_rows import (
    HOUR_HEADER,
    HOUR_MILLISECONDS,
    TRADE_HEADER,
    Bar,
    Print,
    read_hours,
    read_prints,
)
from tests.conformance.scenarios.hand_data import START, lines_of_bars, write

HOUR = HOUR_MILLISECONDS
GOOD = f"{START},2,4,1.5,3,9.5"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("1", 10**8),
        ("16537.5", 1_653_750_000_000),
        ("123277.83064680", 12_327_783_064_680),
        ("0.00000001", 1),
        ("7.3e-7", 73),
        ("2e-8", 2),
        ("1.000000000000", 10**8),
    ],
)
def test_decimals_are_whole_units(text: str, units: int) -> None:
    assert decimal_units("x", text) == units


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "expected a decimal number"),
        ("-1", "expected a decimal number"),
        ("1e5", "expected a decimal number"),
        (".5", "expected a decimal number"),
        ("1,5", "expected a decimal number"),
        ("0", "expected more than 0"),
        ("0.000000001", "at most 8 decimal places"),
        ("1e-9", "at most 8 decimal places"),
        ("9" * 50, f"found '{'9' * 40}'... (50 characters)"),
    ],
)
def test_what_is_no_such_number_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match="field x: ") as refusal:
        decimal_units("x", text)
    assert words in str(refusal.value)


def test_prices_and_amounts_become_units_of_the_venue() -> None:
    # A lot is 0.00001 bitcoin: 16,537.56 dollars are 165,375.6 atoms, rounded down.
    assert BITCOIN.price(1_653_756_000_000) == 165_375
    assert BITCOIN.lots(1_428_928) == 1_428
    assert BITCOIN.dollars(165_375) == "16,537.50"
    # A lot is 0.0001 ether.
    assert ETHER.price(21_737_000_000) == 21_737
    assert ETHER.lots(2_400_000) == 240
    assert ETHER.dollars(21_737) == "217.37"


def test_amounts_are_rounded_for_people_only() -> None:
    assert base_text(88_643_835) == "88.64"
    assert base_text(-5_000) == "-0.01"
    assert base_text(-4_999) == "0.00"
    assert base_text(50_500_000, 6) == "50.500000"
    assert base_text(1_234_567_890_000, 0) == "1,234,568"
    assert decimal_text(1, 3, 4) == "0.3333"


@pytest.mark.parametrize("packed", [False, True])
def test_bars_are_read(tmp_path: Path, packed: bool) -> None:
    lines = [HOUR_HEADER, GOOD, f"{START + HOUR},3,3,3,3,0"]
    assert read_hours(write(tmp_path, "x", lines, packed=packed)) == (
        Bar(2, START, 2 * 10**8, 4 * 10**8, 15 * 10**7, 3 * 10**8),
        Bar(3, START + HOUR, *(3 * 10**8,) * 4),
    )


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "no rows in 1 line"),
        ([f"{START},2,4,1.5,3"], "line 2: expected 6 fields, found 5"),
        ([f"x{START},2,4,1.5,3,9"], "line 2: field time_ms: expected 1 to 18 digits"),
        ([f"{START + 1},2,4,1.5,3,9"], "line 2: field time_ms: expected a multiple of 3,600,000"),
        ([f"{START},2,4,1.5,3,much"], "line 2: field the last one: expected a decimal number"),
        ([f"{START},2,4,0,3,9"], "line 2: field low: expected more than 0"),
        ([f"{START},5,4,1.5,3,9"], "line 2: expected open and close between low and high"),
        ([f"{START},2,4,2.5,3,9"], "line 2: expected open and close between low and high"),
        ([GOOD, GOOD], f"line 3: field time_ms: expected the next bar {START + HOUR}"),
        ([GOOD, f"{START + 2 * HOUR},2,4,1.5,3,9"], "line 3: field time_ms: expected the next"),
        ([GOOD, "caf\u00e9"], "line 3: is not ASCII text"),
    ],
)
def test_what_is_no_bar_is_refused_with_its_line(
    tmp_path: Path, rows: list[str], words: str
) -> None:
    path = write(tmp_path, "x", [HOUR_HEADER, *rows])
    with pytest.raises(FlowInputError) as refusal:
        read_hours(path)
    assert str(refusal.value).startswith(f"{path}: ")
    assert words in str(refusal.value)


def test_another_header_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "x", lines_of_bars(["1"], HOUR, "time,price"))
    with pytest.raises(FlowInputError, match=f"line 1: expected '{HOUR_HEADER}', found 'time,"):
        read_hours(path)


def test_trades_are_read(tmp_path: Path) -> None:
    lines = [
        TRADE_HEADER,
        "1760054406843999,17,buy,121758.75,0.5",
        "1760054406844000,18,sell,1,2e-8",
    ]
    assert read_prints(write(tmp_path, "x", lines)) == (
        Print(2, 1_760_054_406_843, False, 12_175_875_000_000, 50_000_000),
        Print(3, 1_760_054_406_844, True, 10**8, 2),
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1760054406843000,17,buy,1", "line 3: expected 5 fields, found 4"),
        ("1760054406843000,x,buy,1,1", "line 3: field trade_id"),
        ("1760054406843000,17,bid,1,1", "line 3: field taker_side: expected buy or sell"),
        ("1760054406843000,17,buy,0,1", "line 3: field price: expected more than 0"),
        ("1760054406843000,17,buy,1,", "line 3: field amount: expected a decimal number"),
        ("1760054406842000,17,buy,1,1", "line 3: field time_us: expected no earlier time"),
    ],
)
def test_what_is_no_trade_is_refused_with_its_line(tmp_path: Path, row: str, words: str) -> None:
    path = write(tmp_path, "x", [TRADE_HEADER, "1760054406843000,17,buy,1,1", row])
    with pytest.raises(FlowInputError) as refusal:
        read_prints(path)
    assert words in str(refusal.value)

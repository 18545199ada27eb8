"""Files of funding rates are read exactly, and everything else is refused with its line."""

import gzip
import os
from pathlib import Path

import pytest

from tallystick.conformance.flows import bounded_text, funding_rows
from tallystick.conformance.flows.bounded_text import FlowInputError
from tallystick.conformance.flows.funding_replay import RateFacts
from tallystick.conformance.flows.funding_rows import (
    FundingRow,
    parse_funding,
    read_funding,
)
from tallystick.conformance.flows.plain_text import read_plain_lines
from tests.conformance.flows.hand_funding import (
    FINER,
    FIRST,
    FLOORED_SUM,
    HEADER,
    RATES,
    TICK,
    rows_of,
    write_funding,
)


def parse(*lines: str) -> list[FundingRow]:
    return list(parse_funding((line.encode() for line in lines), "x"))


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_is_read_plain_and_packed(tmp_path: Path, packed: bool) -> None:
    rows = read_funding(write_funding(tmp_path, rows_of(), packed=packed))
    assert [row.recorded_rate for row in rows] == list(RATES)
    assert [row.line for row in rows] == list(range(2, len(RATES) + 2))
    assert [row.time for row in rows] == [FIRST + TICK * place for place in range(len(RATES))]


def test_rates_are_floored_to_our_units() -> None:
    rows = parse(*rows_of((0, 9, 10, -1, -10, -11, 300_000, -300_000)))
    assert [row.rate for row in rows] == [0, 0, 1, -1, -1, -2, 30_000, -30_000]
    facts = RateFacts.of(parse(*rows_of()))
    assert (facts.ticks, facts.rate_sum, facts.floored) == (len(RATES), FLOORED_SUM, FINER)
    assert (facts.lowest, facts.highest) == (-30_000, 30_000)
    assert (facts.first_time, facts.last_time) == (FIRST, FIRST + TICK * (len(RATES) - 1))


def test_the_last_line_may_lack_its_end(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("\n".join(rows_of((1, 2))))
    assert [row.recorded_rate for row in read_funding(path)] == [1, 2]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([], "no rates in 0 lines"),
        ([HEADER], "no rates in 1 line"),
        (["time,rate,mark"], f"line 1: expected '{HEADER}', found 'time,rate,mark'"),
        (["x" * 50], f"found '{'x' * 40}'... (50 characters)"),
        ([HEADER, f"{FIRST},1"], "line 2: expected 3 fields, found 2"),
        ([HEADER, f"{FIRST},1,2,3"], "line 2: expected 3 fields, found 4"),
        ([HEADER, ""], "line 2: expected 3 fields, found 1"),
        ([HEADER, f"{FIRST},1,\r"], "field mark_price: expected a decimal number or nothing"),
        ([HEADER, f"{FIRST},1,1e5"], "line 2: field mark_price"),
        ([HEADER, f"{FIRST},1.5,"], "field funding_rate_e8: expected a whole number, found '1.5'"),
        ([HEADER, f"{FIRST},+1,"], "line 2: field funding_rate_e8"),
        ([HEADER, f"{FIRST},-0,"], "line 2: field funding_rate_e8"),
        ([HEADER, f"{FIRST},01,"], "line 2: field funding_rate_e8"),
        ([HEADER, f"{FIRST},300001,"], None),
        ([HEADER, f"{FIRST},300010,"], "expected at most 300,000 either way, found 300010"),
        ([HEADER, f"{FIRST},-300001,"], "expected at most 300,000 either way, found -300001"),
        ([HEADER, f"-{FIRST},1,"], "line 2: field time_ms: expected digits"),
        ([HEADER, "0,1,"], "line 2: field time_ms: expected digits"),
        ([HEADER, f"{FIRST + 1},1,"], f"field time_ms: {FIRST + 1} is no tick"),
        ([HEADER, f"{TICK * 152_710},1,"], "is no tick, which come every 8 hours up to 2^42"),
        ([HEADER, f"{TICK * 152_709},1,"], None),
        ([*rows_of((1,)), f"{FIRST},1,"], "line 3: field time_ms: expected the next tick"),
        ([*rows_of((1,)), f"{FIRST + 2 * TICK},1,"], f"tick {FIRST + TICK}, found"),
    ],
)  # fmt: skip
def test_what_is_no_row_is_refused_with_its_line(lines: list[str], text: str | None) -> None:
    if text is None:
        assert len(parse(*lines)) == 1
        return
    with pytest.raises(FlowInputError) as refusal:
        parse(*lines)
    assert str(refusal.value).startswith("x: ")
    assert text in str(refusal.value)


def test_what_is_not_ascii_is_refused() -> None:
    with pytest.raises(FlowInputError, match="x: line 2: is not ASCII text"):
        list(parse_funding((HEADER.encode(), b"\xff"), "x"))


def test_more_rates_than_ticks_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(funding_rows, "MOST_ROWS", 2)
    assert len(parse(*rows_of((1, 2)))) == 2
    with pytest.raises(FlowInputError, match="line 4: more than 2 rates"):
        parse(*rows_of((1, 2, 3)))


def refusal(path: Path) -> str:
    with pytest.raises(FlowInputError) as refused:
        list(read_plain_lines(path))
    assert str(refused.value).startswith(str(path))
    return str(refused.value)


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    assert "No such file" in refusal(path)
    assert "is a directory" in refusal(tmp_path)
    path.write_bytes(b"")
    assert "is empty" in refusal(path)


def test_damaged_streams_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv.gz"
    packed = gzip.compress(os.urandom(1_000))
    path.write_bytes(packed[:500])
    assert "truncated" in refusal(path)
    path.write_bytes(packed[:-4] + bytes(4))
    assert "damaged gzip stream" in refusal(path)
    path.write_bytes(packed + b"more")
    assert "data after the end of the gzip stream" in refusal(path)


@pytest.mark.parametrize("packed", [False, True])
def test_nothing_is_read_beyond_the_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool
) -> None:
    text = os.urandom(100_000).hex().encode()
    path = tmp_path / "rates"
    path.write_bytes(gzip.compress(text) if packed else text)
    assert "line 1: longer than 65,536 bytes" in refusal(path)
    monkeypatch.setattr(bounded_text, "MAX_TEXT_BYTES", 150_000)
    monkeypatch.setattr(bounded_text, "MAX_LINE_BYTES", 10**6)
    assert "more than 150,000 bytes" in refusal(path)


def test_a_decompression_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rates.gz"
    path.write_bytes(gzip.compress(b"0\n" * 5_000_000))
    assert "decompression bomb" in refusal(path)


def test_a_packed_text_of_several_pieces_is_whole(tmp_path: Path) -> None:
    lines = [os.urandom(40).hex().encode() for _ in range(5_000)]
    path = tmp_path / "rates.gz"
    path.write_bytes(gzip.compress(b"\n".join(lines)))
    assert path.stat().st_size > 2 * bounded_text.CHUNK_BYTES
    assert list(read_plain_lines(path)) == lines

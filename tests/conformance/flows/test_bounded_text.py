"""Every file that is not a log of order entry is refused, with its own reason."""

import lzma
import os
from itertools import islice
from pathlib import Path

import pytest

from tallystick.conformance.flows import bounded_text
from tallystick.conformance.flows.bounded_text import FlowInputError, read_lines
from tests.conformance.flows.hand_log import write_xz


def refusal(path: Path) -> str:
    with pytest.raises(FlowInputError) as refused:
        list(read_lines(path))
    assert str(path) in str(refused.value)
    return str(refused.value)


def test_lines_come_without_their_ends(tmp_path: Path) -> None:
    assert list(read_lines(write_xz(tmp_path, b"one\n\nthree"))) == [b"one", b"", b"three"]
    assert list(read_lines(write_xz(tmp_path, b"one\n"))) == [b"one"]


def test_lines_longer_than_a_block_stay_whole(tmp_path: Path) -> None:
    lines = [bytes([65 + i % 26]) * 50_000 for i in range(20)]
    assert list(read_lines(write_xz(tmp_path, b"\n".join(lines)))) == lines


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "No such file" in refusal(tmp_path / "absent.log.xz")


def test_a_directory_is_refused(tmp_path: Path) -> None:
    assert "is a directory, expected a file" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in refusal(tmp_path / "pipe")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.log.xz"
    path.touch()
    assert "is empty" in refusal(path)


@pytest.mark.parametrize(
    "content", [b"1430438404518 order_created {}\n", b"\x1f\x8b\x08", b"\xfd7"]
)
def test_what_is_not_xz_is_refused_with_its_first_bytes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.log.xz"
    path.write_bytes(content)
    expected = "truncated" if content == b"\xfd7" else content[:6].hex(" ")
    assert expected in refusal(path)


@pytest.mark.parametrize("kept", [7, 20, 300])
def test_a_truncated_stream_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "short.log.xz"
    path.write_bytes(lzma.compress(os.urandom(1000))[:kept])
    assert "truncated" in refusal(path)


def test_a_damaged_stream_is_refused(tmp_path: Path) -> None:
    path = write_xz(tmp_path, os.urandom(1000))
    content = bytearray(path.read_bytes())
    content[500] ^= 1
    path.write_bytes(content)
    assert "damaged" in refusal(path)


def test_data_behind_the_stream_is_refused(tmp_path: Path) -> None:
    path = write_xz(tmp_path, b"line\n")
    path.write_bytes(path.read_bytes() + b"more")
    assert "after the end" in refusal(path)


def test_a_decompression_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    path = write_xz(tmp_path, b"0\n" * 10_000_000)
    lines = read_lines(path)
    harmless = bounded_text.RATIO_FREE_BYTES // 2
    assert sum(1 for _ in islice(lines, harmless - 100_000)) == harmless - 100_000
    with pytest.raises(FlowInputError, match="decompression bomb"):
        list(islice(lines, 200_000))


def test_more_text_than_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xz(tmp_path, os.urandom(200_000).hex().encode())
    monkeypatch.setattr(bounded_text, "MAX_TEXT_BYTES", 300_000)
    monkeypatch.setattr(bounded_text, "MAX_LINE_BYTES", 10**6)
    assert "more than 300,000 bytes" in refusal(path)


def test_a_line_that_is_too_long_is_refused_with_its_number(tmp_path: Path) -> None:
    path = write_xz(tmp_path, b"short\n" + b"x" * (bounded_text.MAX_LINE_BYTES + 1) + b"\nshort\n")
    assert "line 2: longer than 65,536 bytes" in refusal(path)


def test_a_stream_that_asks_for_too_much_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_text, "DECODER_MEMORY_BYTES", 2**16)
    assert "memory usage limit" in refusal(write_xz(tmp_path, b"line\n")).lower()

"""Every file that is not an archive of a recorded day is refused, with its own reason."""

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tallystick.conformance.flows import bounded_text, lobster_zip
from tallystick.conformance.flows.bounded_text import FlowInputError
from tallystick.conformance.flows.lobster_zip import open_tables
from tests.conformance.flows.hand_lobster import DAY, write_day

MESSAGES = f"{DAY}_message_2.csv"
BOOKS = f"{DAY}_orderbook_2.csv"


def archive_of(
    folder: Path, members: Mapping[str, str], method: int = zipfile.ZIP_DEFLATED
) -> Path:
    path = folder / "day.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def tables_of(path: Path) -> tuple[list[bytes], list[bytes]]:
    with open_tables(path) as tables:
        return list(tables.messages), list(tables.books)


def refusal(path: Path) -> str:
    with pytest.raises(FlowInputError) as refused:
        tables_of(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


def test_both_tables_are_read_as_lines(tmp_path: Path) -> None:
    path = archive_of(tmp_path, {"note.txt": "no table", BOOKS: "1\n2\n", MESSAGES: "a\nb"})
    with open_tables(path) as tables:
        assert (list(tables.messages), list(tables.books)) == ([b"a", b"b"], [b"1", b"2"])
        assert tables.levels == 2
        assert tables.messages_source == f"{path}: {MESSAGES}"


def test_an_archive_that_only_stores_is_read(tmp_path: Path) -> None:
    path = archive_of(tmp_path, {BOOKS: "1\n", MESSAGES: "a\n"}, zipfile.ZIP_STORED)
    with open_tables(path) as tables:
        assert list(tables.messages) == [b"a"]


def test_a_missing_file_and_a_directory_are_refused(tmp_path: Path) -> None:
    assert "No such file" in refusal(tmp_path / "absent.zip")
    assert "is a directory, expected a file" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in refusal(tmp_path / "pipe")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "is empty"),
        (b"PK", "is not a zip archive: begins with 50 4b, expected 50 4b 03 04"),
        (b"\xfd7zXZ\x00", "is not a zip archive: begins with fd 37 7a 58"),
        (b"34200.1,4,50,1,1000,1\n", "is not a zip archive"),
        (b"PK\x03\x04", "truncated, or with a comment"),
        (b"PK\x03\x04" + 500 * b"\x00", "truncated, or with a comment"),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes, text: str) -> None:
    path = tmp_path / "day.zip"
    path.write_bytes(content)
    assert text in refusal(path)


def test_a_truncated_archive_is_refused(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    path.write_bytes(path.read_bytes()[:-30])
    assert "truncated" in refusal(path)


def test_every_damaged_byte_is_refused_or_harmless(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    content = path.read_bytes()
    whole = tables_of(path)
    refused = 0
    for position in range(len(content)):
        path.write_bytes(
            content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]
        )
        try:
            assert tables_of(path) == whole
        except FlowInputError:
            refused += 1
    assert refused > len(content) // 2


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({}, "0 files named TICKER_YYYY-MM-DD_START_END_message_LEVELS.csv, expected one"),
        ({MESSAGES: ""}, "0 files named TICKER_YYYY-MM-DD_START_END_orderbook_LEVELS.csv"),
        ({MESSAGES: "", BOOKS: "", f"B{MESSAGES}": ""}, "2 files named"),
        ({f"../{MESSAGES}": "", BOOKS: ""}, "0 files named"),
        ({f"/{MESSAGES}": "", BOOKS: ""}, "0 files named"),
        ({MESSAGES.replace("_2.", "_3."): "", BOOKS: ""}, "not of the same day and levels"),
        ({MESSAGES.replace("-01-", "-02-"): "", BOOKS: ""}, "not of the same day and levels"),
        (
            {MESSAGES.replace("_2.", "_51."): "", BOOKS.replace("_2.", "_51."): ""},
            "51 levels, expected 1 to 50",
        ),
        (
            {MESSAGES.replace("_2.", "_0."): "", BOOKS.replace("_2.", "_0."): ""},
            "0 levels, expected 1 to 50",
        ),
    ],
)
def test_other_members_are_refused(tmp_path: Path, members: Mapping[str, str], text: str) -> None:
    path = archive_of(tmp_path, {"note.txt": "", **members})
    assert text in refusal(path)


def test_an_archive_of_many_files_is_refused_before_they_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive_of(tmp_path, {f"{number}": "" for number in range(65)})
    assert "lists 65 files" in refusal(path)
    monkeypatch.setattr(lobster_zip, "MAX_DIRECTORY_BYTES", 100)
    assert "at most 64 in 100 bytes are read" in refusal(write_day(tmp_path))


def test_a_zip64_archive_is_refused(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[:-22] + b"PK\x06\x07" + 16 * b"\x00" + content[-22:])
    assert "zip64" in refusal(path)


def test_other_compression_is_refused(tmp_path: Path) -> None:
    path = archive_of(tmp_path, {MESSAGES: "", BOOKS: ""}, zipfile.ZIP_LZMA)
    assert f"{MESSAGES}: is neither stored nor deflated" in refusal(path)


def test_an_encrypted_table_is_refused(tmp_path: Path) -> None:
    path = archive_of(tmp_path, {MESSAGES: "a\n", BOOKS: "1\n"})
    content = bytearray(path.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[directory + 8] |= 1
    path.write_bytes(content)
    assert f"{MESSAGES}: is encrypted" in refusal(path)


def test_a_decompression_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    path = archive_of(tmp_path, {MESSAGES: "0\n" * 10_000_000, BOOKS: ""})
    with open_tables(path) as tables:
        harmless = bounded_text.RATIO_FREE_BYTES // 2 - 100_000
        assert [next(tables.messages) for _ in range(harmless)] == [b"0"] * harmless
        with pytest.raises(FlowInputError, match="decompression bomb"):
            list(tables.messages)


def test_more_text_than_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive_of(tmp_path, {MESSAGES: "a\n", BOOKS: os.urandom(200_000).hex()})
    monkeypatch.setattr(bounded_text, "MAX_TEXT_BYTES", 300_000)
    monkeypatch.setattr(bounded_text, "MAX_LINE_BYTES", 10**6)
    assert f"{BOOKS}: decompresses to more than 300,000 bytes" in refusal(path)


def test_a_line_that_is_too_long_is_refused_with_its_number(tmp_path: Path) -> None:
    path = archive_of(tmp_path, {MESSAGES: "a\n" + "x" * 65_537 + "\n", BOOKS: ""})
    assert f"{MESSAGES}: line 2: longer than 65,536 bytes" in refusal(path)

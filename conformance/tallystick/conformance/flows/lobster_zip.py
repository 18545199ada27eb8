"""The two tables of a LOBSTER archive as lines, read with a bound on everything that could grow.

Nothing is unpacked: names in the archive are only compared with those of the two tables, so that
none of them can lead anywhere.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from tallystick.conformance.flows.bounded_text import (
    CHUNK_BYTES,
    FlowInputError,
    require_bounded,
    require_regular,
    split_lines,
)

MAX_MEMBERS = 64
"""Files in an archive; a day of one stock has two tables and a note."""
MAX_DIRECTORY_BYTES = 2**16
"""The list of these files; it is read as a whole."""
MAX_LEVELS = 50
"""Levels of a side that a book row may show."""

_END_BYTES = 22
_END_MAGIC = b"PK\x05\x06"
_FIRST_MAGIC = b"PK\x03\x04"
_ZIP64_LOCATOR_BYTES = 20
_ZIP64_LOCATOR_MAGIC = b"PK\x06\x07"
_NAME = re.compile(
    r"(?P<day>[A-Za-z0-9.]{1,12}_[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{1,9}_[0-9]{1,9})"
    r"_(?P<table>message|orderbook)_(?P<levels>[0-9]{1,2})\.csv"
)
_NAMES = "TICKER_YYYY-MM-DD_START_END_{}_LEVELS.csv"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 1


@frozen
class LobsterTables:
    """The message table and the book table, which belong together line by line."""

    messages: Iterator[bytes]
    books: Iterator[bytes]
    messages_source: str
    """What an error message calls the origin of a line: archive and member."""
    books_source: str
    levels: int
    """How many levels of each side a book row has."""


@contextmanager
def open_tables(path: Path) -> Iterator[LobsterTables]:
    """Both tables of an archive; FlowInputError says what is wrong, also while lines are read."""
    try:
        require_regular(path)
        _require_small_directory(path)
        with zipfile.ZipFile(path) as archive:
            messages, books, levels = _members(path, archive.infolist())
            sources = [f"{path}: {member.filename}" for member in (messages, books)]
            yield LobsterTables(
                messages=split_lines(_blocks(path, archive, messages), sources[0]),
                books=split_lines(_blocks(path, archive, books), sources[1]),
                messages_source=sources[0],
                books_source=sources[1],
                levels=levels,
            )
    except zipfile.BadZipFile as error:
        raise FlowInputError(f"{path}: damaged zip archive: {error}") from error
    except OSError as error:
        raise FlowInputError(f"{path}: cannot be read: {error.strerror or error}") from error


def _require_small_directory(path: Path) -> None:
    """Judge the size of the directory before it is read; its record ends the archive."""
    with path.open("rb") as file:
        begin = file.read(len(_FIRST_MAGIC))
        if not begin:
            raise FlowInputError(f"{path}: is empty")
        if begin != _FIRST_MAGIC:
            raise FlowInputError(
                f"{path}: is not a zip archive: begins with {begin.hex(' ')},"
                f" expected {_FIRST_MAGIC.hex(' ')}"
            )
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_BYTES - _ZIP64_LOCATOR_BYTES))
        tail = file.read()
    end = tail[-_END_BYTES:]
    if not end.startswith(_END_MAGIC):
        raise FlowInputError(
            f"{path}: truncated, or with a comment: its directory is not at its end"
        )
    if tail.startswith(_ZIP64_LOCATOR_MAGIC) and len(tail) > _END_BYTES:
        raise FlowInputError(f"{path}: a zip64 archive, which is for larger files than are read")
    members = int.from_bytes(end[10:12], "little")
    directory_bytes = int.from_bytes(end[12:16], "little")
    if members > MAX_MEMBERS or directory_bytes > MAX_DIRECTORY_BYTES:
        raise FlowInputError(
            f"{path}: lists {members:,} files in {directory_bytes:,} bytes;"
            f" at most {MAX_MEMBERS} in {MAX_DIRECTORY_BYTES:,} bytes are read"
        )


def _members(
    path: Path, members: list[zipfile.ZipInfo]
) -> tuple[zipfile.ZipInfo, zipfile.ZipInfo, int]:
    """The message table, the book table and their levels."""
    found: dict[str, list[tuple[zipfile.ZipInfo, re.Match[str]]]] = {"message": [], "orderbook": []}
    for member in members:
        match = _NAME.fullmatch(member.filename)
        if match is not None:
            found[match["table"]].append((member, match))
    for table, alike in found.items():
        if len(alike) != 1:
            raise FlowInputError(
                f"{path}: {len(alike)} files named {_NAMES.format(table)}, expected one"
            )
    (messages, one), (books, other) = found["message"][0], found["orderbook"][0]
    if (one["day"], one["levels"]) != (other["day"], other["levels"]):
        raise FlowInputError(
            f"{path}: {messages.filename} and {books.filename} are not of the same day and levels"
        )
    levels = int(one["levels"])
    if not 1 <= levels <= MAX_LEVELS:
        raise FlowInputError(f"{path}: {levels} levels, expected 1 to {MAX_LEVELS}")
    return messages, books, levels


def _blocks(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """A table in pieces of bounded size."""
    source = f"{path}: {member.filename}"
    if member.flag_bits & _ENCRYPTED_FLAG:
        raise FlowInputError(f"{source}: is encrypted")
    if member.compress_type not in _METHODS:
        raise FlowInputError(f"{source}: is neither stored nor deflated, but compressed otherwise")
    read_bytes = min(member.compress_size, path.stat().st_size)
    text_bytes = 0
    try:
        with archive.open(member) as file:
            while block := file.read(CHUNK_BYTES):
                text_bytes += len(block)
                require_bounded(source, read_bytes, text_bytes)
                yield block
    except (zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise FlowInputError(f"{source}: damaged: {error or 'ends too soon'}") from error

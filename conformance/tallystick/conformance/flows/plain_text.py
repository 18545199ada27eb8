"""Lines of a plain text, or of one that gzip has compressed, read with a bound on everything."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tallystick.conformance.flows.bounded_text import (
    CHUNK_BYTES,
    FlowInputError,
    require_bounded,
    require_regular,
    split_lines,
)

_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 31
"""A window of any size, with the header of gzip."""


def read_plain_lines(path: Path) -> Iterator[bytes]:
    """Every line, without its end; FlowInputError says what is wrong.

    Whether the text is compressed is told by how the file begins. The last line may lack its
    newline. Nothing is read ahead of the limits of `bounded_text`.
    """
    yield from split_lines(_text_blocks(path), str(path))


def _text_blocks(path: Path) -> Iterator[bytes]:
    """The text in pieces of bounded size."""
    try:
        require_regular(path)
        with path.open("rb") as file:
            chunk = file.read(CHUNK_BYTES)
            if not chunk:
                raise FlowInputError(f"{path}: is empty")
            if chunk.startswith(_GZIP_MAGIC):
                yield from _unpacked(path, chunk, file)
                return
            text_bytes = 0
            while chunk:
                text_bytes += len(chunk)
                require_bounded(str(path), text_bytes, text_bytes)
                yield chunk
                chunk = file.read(CHUNK_BYTES)
    except zlib.error as error:
        raise FlowInputError(f"{path}: damaged gzip stream: {error}") from error
    except OSError as error:
        raise FlowInputError(f"{path}: cannot be read: {error.strerror or error}") from error


def _unpacked(path: Path, chunk: bytes, file: BinaryIO) -> Iterator[bytes]:
    decoder = zlib.decompressobj(_GZIP_WINDOW)
    read_bytes, text_bytes = len(chunk), 0
    while not decoder.eof:
        if not chunk:
            raise FlowInputError(
                f"{path}: truncated: the gzip stream does not end within"
                f" the file's {read_bytes:,} bytes"
            )
        while chunk and not decoder.eof:
            block = decoder.decompress(chunk, CHUNK_BYTES)
            chunk = decoder.unconsumed_tail
            text_bytes += len(block)
            require_bounded(str(path), read_bytes, text_bytes)
            yield block
        if not decoder.eof:
            chunk = file.read(CHUNK_BYTES)
            read_bytes += len(chunk)
    if decoder.unused_data or file.read(1):
        raise FlowInputError(f"{path}: data after the end of the gzip stream")

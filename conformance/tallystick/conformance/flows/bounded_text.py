"""Lines of a compressed text from outside, read with a bound on everything that could grow."""

import lzma
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

MAX_TEXT_BYTES = 128 * 2**20
"""Text after decompression; the recorded five hours have 12 MB."""
MAX_RATIO = 200
"""Decompressed bytes per compressed byte; order entry has about 20, a bomb thousands."""
RATIO_FREE_BYTES = 4 * 2**20
"""Below this much text no ratio is judged: short files may be as regular as they like."""
MAX_LINE_BYTES = 2**16
"""Longest line; a snapshot of 20 levels a side has about 1,100 bytes."""
DECODER_MEMORY_BYTES = 128 * 2**20
"""Memory that the stream may ask of the decoder; the strongest preset of xz asks for 65 MiB."""

CHUNK_BYTES = 2**16
"""How much is taken from a file, or decompressed, at once."""
_XZ_MAGIC = b"\xfd7zXZ\x00"


class FlowInputError(ValueError):
    """A file is not what it was said to be; the text names the file and says what was expected."""


def read_lines(path: Path) -> Iterator[bytes]:
    """Every line of an xz-compressed text, without its end; FlowInputError says what is wrong.

    The last line may lack its newline. Nothing is read ahead of the limits above.
    """
    yield from split_lines(_text_blocks(path), str(path))


def split_lines(blocks: Iterable[bytes], source: str) -> Iterator[bytes]:
    """Lines of a text in pieces, without their ends; `source` is what an error calls the text."""
    rest = b""
    number = 0
    for block in blocks:
        lines = (rest + block).split(b"\n")
        rest = lines.pop()
        for line in lines:
            number += 1
            _require_short(source, number, line)
            yield line
        _require_short(source, number + 1, rest)
    if rest:
        yield rest


def _require_short(source: str, number: int, line: bytes) -> None:
    if len(line) > MAX_LINE_BYTES:
        raise FlowInputError(
            f"{source}: line {number}: longer than {MAX_LINE_BYTES:,} bytes, the most that is read"
        )


def _text_blocks(path: Path) -> Iterator[bytes]:
    """The decompressed text in pieces of bounded size."""
    decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=DECODER_MEMORY_BYTES)
    read_bytes = text_bytes = 0
    try:
        require_regular(path)
        with path.open("rb") as file:
            while not decoder.eof:
                chunk = file.read(CHUNK_BYTES) if decoder.needs_input else b""
                if read_bytes == 0:
                    _require_magic(path, chunk)
                if not chunk and decoder.needs_input:
                    raise FlowInputError(
                        f"{path}: truncated: the xz stream does not end within"
                        f" the file's {read_bytes:,} bytes"
                    )
                read_bytes += len(chunk)
                block = decoder.decompress(chunk, max_length=CHUNK_BYTES)
                text_bytes += len(block)
                require_bounded(str(path), read_bytes, text_bytes)
                yield block
            if decoder.unused_data or file.read(1):
                raise FlowInputError(f"{path}: data after the end of the xz stream")
    except lzma.LZMAError as error:
        reason = str(error)[:1].lower() + str(error)[1:]
        raise FlowInputError(f"{path}: damaged xz stream: {reason}") from error
    except OSError as error:
        raise FlowInputError(f"{path}: cannot be read: {error.strerror or error}") from error


def require_regular(path: Path) -> None:
    """FlowInputError for what is no file: a pipe or device could block for ever."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise FlowInputError(f"{path}: is a directory, expected a file")
    if not stat.S_ISREG(mode):
        raise FlowInputError(f"{path}: is not a regular file")


def _require_magic(path: Path, chunk: bytes) -> None:
    if not chunk:
        raise FlowInputError(f"{path}: is empty")
    if not chunk.startswith(_XZ_MAGIC[: len(chunk)]):
        raise FlowInputError(
            f"{path}: is not an xz file: begins with {chunk[:6].hex(' ')},"
            f" expected {_XZ_MAGIC.hex(' ')}"
        )


def require_bounded(source: str, read_bytes: int, text_bytes: int) -> None:
    """FlowInputError for more text than is read, or than so many compressed bytes can mean."""
    if text_bytes > MAX_TEXT_BYTES:
        raise FlowInputError(
            f"{source}: decompresses to more than {MAX_TEXT_BYTES:,} bytes, the most that is read"
        )
    if text_bytes > max(RATIO_FREE_BYTES, MAX_RATIO * read_bytes):
        raise FlowInputError(
            f"{source}: decompresses to more than {MAX_RATIO} times its size: a decompression bomb"
        )

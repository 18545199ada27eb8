"""Step 1 of spec/tutorial.md: the handshake."""

import json
import re
import sys
from typing import Any

Fields = dict[str, Any]  # A JSON object. Once it is read, its strings of digits are ints.

# Keys of the frames of the runner beside `frame` (CNF-110).
FRAMES = {"hello": "number protocol spec limits", "open": "number profile parameters"}
FRAMES |= {"apply": "number commands", "bye": "number"}


def expect(condition: object, expectation: str) -> None:
    """Unless the condition holds, the frame is invalid, which ends the program (CNF-101)."""
    if not condition:
        print(f"invalid frame: expected {expectation}", file=sys.stderr)
        sys.exit(2)


def read_frame(line: bytes) -> Fields:
    """A frame of the runner. Plain `json.loads` is not strict enough (CNF-100, CNF-101)."""
    expect(line.endswith(b"\n") and b"\r" not in line, "a line feed, and no carriage return")
    try:
        plain = json.loads(str(line, "utf-8"), object_pairs_hook=read_pairs, parse_int=read_digits)
        json.dumps(plain, ensure_ascii=False).encode("utf-8")  # fails for half a surrogate pair
    except (ValueError, RecursionError):
        plain = None
    return read_kind(plain, "frame", FRAMES)


def read_pairs(pairs: list[tuple[str, Any]]) -> Fields:
    """An object, if no key is given twice."""
    expect(len(dict(pairs)) == len(pairs), "every key once")
    return dict(pairs)


def read_digits(text: str) -> int:
    """A number; it may yet be out of range (CNF-102)."""
    expect(re.fullmatch("0|-?[1-9][0-9]{0,38}", text), "a number of at most 39 digits")
    return int(text)


def read_kind(plain: Any, key: str, kinds: dict[str, str]) -> Fields:
    """An object that says under `key` of which kind it is, and has the keys of its kind."""
    kind = plain.get(key) if isinstance(plain, dict) else None
    expect(isinstance(kind, str) and kind in kinds, f"an object whose {key} is one of {[*kinds]}")
    return read_fields(plain, f"{key} {kinds[str(kind)]}", str(kind))


def read_fields(plain: Any, names: str, what: str) -> Fields:
    """An object with exactly these keys, each in the form that belongs to its name (STA-023)."""
    keys = sorted(names.split())
    expect(isinstance(plain, dict) and sorted(plain) == keys, f"{what} with the keys {keys}")
    return {name: read_field(name, part) for name, part in plain.items()}


def read_field(name: str, plain: Any) -> Any:
    """One field of a frame."""
    if name == "limits":
        return read_fields(plain, "frames bytes", name)
    if name in ("number", "frames", "bytes"):
        expect(type(plain) is int, f"an integer as {name}")
    elif name not in ("parameters", "commands"):
        expect(isinstance(plain, str), f"a string as {name}")
    return plain


def canonical(plain: Fields) -> bytes:
    """JSON in ASCII without white space, keys ascending (STA-023)."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode("ascii")


def answer(frame: Fields) -> Fields:
    """What a frame is answered with (CNF-110)."""
    kind = frame["frame"]
    if kind == "hello":
        about = {"engine": "tutorial", "version": "1.0", "profiles": [], "level": 0}
        return {"frame": "ready", "protocol": "tallystick/1", "limits": frame["limits"], **about}
    if kind == "bye":
        return {"frame": "bye"}
    return {"frame": "unsupported", "reason": "there is no venue yet"}


def main() -> None:
    """The steps of section 4 of the protocol."""
    number, kind = 0, ""
    while kind != "bye" and (line := sys.stdin.buffer.readline()):
        frame, number = read_frame(line), number + 1
        kind = frame["frame"]
        expect(frame["number"] == number, f"number {number}")
        expect((kind == "hello") == (number == 1), "hello first, and only then")
        expect(kind in ("hello", "open", "bye"), f"open before {kind}")
        reply = answer(frame) | {"number": number}
        sys.stdout.buffer.write(canonical(reply) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

"""Step 1 of spec/tutorial.md: the handshake."""

import json
import sys
from typing import Any

Fields = dict[str, Any]  # A JSON object. Once it is read, its strings of digits are ints.

# Keys of the frames of the runner beside `frame` (CNF-110).
FRAMES = {"hello": "number protocol spec limits", "open": "number profile parameters"}
FRAMES |= {"apply": "number commands", "bye": "number"}


# --- Reading and writing -------------------------------------------------------------------------
def expect(condition: object, expectation: str) -> None:
    """Unless the condition holds, the frame is invalid, which ends the program (CNF-101)."""
    if not condition:
        print(f"invalid frame: expected {expectation}", file=sys.stderr)
        sys.exit(2)


def read_frame(line: bytes) -> Fields:
    """A frame of the runner. Unlike plain `json.loads`: no key is given twice."""
    try:
        plain = json.loads(line.decode("utf-8"), object_pairs_hook=read_pairs)
    except (ValueError, RecursionError):
        plain = None
    return read_kind(plain, "frame", FRAMES)


def read_pairs(pairs: list[tuple[str, Any]]) -> Fields:
    """An object, if no key is given twice."""
    expect(len(dict(pairs)) == len(pairs), "every key once")
    return dict(pairs)


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
    greeted = False
    while (line := sys.stdin.buffer.readline()).endswith(b"\n"):  # else the input has ended
        frame = read_frame(line)
        kind = frame["frame"]
        expect((kind == "hello") != greeted, "hello first, and only then")
        expect(kind in ("hello", "open", "bye"), f"open before {kind}")
        reply = answer(frame) | {"number": frame["number"]}
        sys.stdout.buffer.write(canonical(reply) + b"\n")
        sys.stdout.buffer.flush()
        greeted = True
        if kind == "bye":
            break


if __name__ == "__main__":
    main()

"""An adapter between an engine and the runner of tallystick (spec/protocol.md).

    tallystick run "exec:python3 adapter.py" --profile match/1 --vectors-only

It converses and rejects every command. Your engine goes where it says HERE. Before it can be called
conformant, read what is inside of frames strictly: a key too many or too few, or a value of another
form, makes a frame invalid (CNF-101). A whole engine in this style is examples/python.
"""

import json
import sys
from typing import Any, NoReturn

Fields = dict[str, Any]


class Engine:
    """HERE: the state of a venue (spec chapter 02), and what commands do to it."""

    def __init__(self, profile: str, parameters: Fields) -> None:
        self.profile = profile
        self.parameters = parameters

    def apply(self, command: Fields) -> Fields:
        """HERE: the outcome of a command. Accepted, it would be, with keys as in CMD-050,

        {"type": "accepted", "events": [{"type": "account_opened", ...}], "touched_orders": 0}
        """
        assert command["type"]
        return {"type": "rejected", "reason": "not_in_profile", "index": 0}


def invalid(expectation: str) -> NoReturn:
    """The frame is invalid: say what was expected, and exit with status 2 (CNF-130)."""
    print(f"invalid frame: expected {expectation}", file=sys.stderr)
    sys.exit(2)


def unique(pairs: list[tuple[str, Any]]) -> Fields:
    """An object, if no key is given twice."""
    return dict(pairs) if len(dict(pairs)) == len(pairs) else invalid("every key once")


def answer(frame: Fields, engine: Engine | None) -> Fields:
    """What a frame is answered with, beside its number (CNF-110)."""
    kind = frame["frame"]
    if kind == "hello":
        about = {"engine": "my engine", "version": "0", "profiles": ["match/1"], "level": 0}
        return {"frame": "ready", "protocol": "tallystick/1", "limits": frame["limits"], **about}
    if kind in ("open", "bye"):
        return {"frame": "opened" if kind == "open" else "bye"}
    if kind == "apply" and engine is not None:
        return {"frame": "outcomes", "outcomes": [engine.apply(one) for one in frame["commands"]]}
    return invalid("hello, open, bye, or apply on an open venue")


def main() -> None:
    """Answer every line until `bye` or the end of the input."""
    engine = None
    while line := sys.stdin.buffer.readline():
        if not line.endswith(b"\n"):
            invalid("a line feed")
        try:
            frame = json.loads(line.decode("utf-8"), object_pairs_hook=unique)
            if frame["frame"] == "open":
                engine = Engine(frame["profile"], frame["parameters"])
            reply = {"number": frame["number"], **answer(frame, engine)}
        except (ValueError, LookupError, TypeError) as error:
            invalid(f"a frame: {error!r}")
        sys.stdout.buffer.write(json.dumps(reply).encode() + b"\n")
        sys.stdout.buffer.flush()  # The runner waits for it.
        if reply["frame"] == "bye":
            break


if __name__ == "__main__":
    main()

"""A tiny engine of level 0 that can open accounts, to be made hostile by its neighbours here.

It needs nothing but the standard library, and is run by its path. The command that makes the
others misbehave is signed by principal 13.
"""

import json
import sys
from typing import Any

TRIGGER = "13"


class Toy:
    """Answers `open_account` in profile `match/1`; everything else is out of its range."""

    protocol = "tallystick/1"
    name = "toy"
    profiles = ("match/1",)
    level = 0
    limits: dict[str, int] | None = None

    def __init__(self) -> None:
        self.accounts = self.most = 0

    def hello(self, frame: Any) -> Any:
        """Take what is offered."""
        return {
            "frame": "ready",
            "protocol": self.protocol,
            "engine": self.name,
            "version": "1",
            "profiles": list(self.profiles),
            "level": self.level,
            "limits": self.limits or frame["limits"],
        }

    def open(self, frame: Any) -> Any:
        """Forget the accounts."""
        self.accounts, self.most = 0, frame["parameters"]["max_accounts"]
        return {"frame": "opened"}

    def apply(self, frame: Any) -> Any:
        """Every command in turn."""
        return {"frame": "outcomes", "outcomes": [self.execute(one) for one in frame["commands"]]}

    def execute(self, command: Any) -> Any:
        """CMD-020."""
        if command["type"] != "open_account":
            return {"type": "rejected", "reason": "out_of_range", "index": 0}
        if self.accounts == self.most:
            return {"type": "rejected", "reason": "too_many_accounts", "index": 0}
        self.accounts += 1
        event = {
            "type": "account_opened", "account": str(self.accounts), "owner": command["signer"],
        }  # fmt: skip
        return {"type": "accepted", "events": [event], "touched_orders": 0}

    def bye(self, frame: Any) -> Any:
        """Agree."""
        del frame
        return {"frame": "bye"}

    def respond(self, frame: Any) -> bytes:
        """The line that answers a frame."""
        answer = getattr(self, frame["frame"])(frame)
        return json.dumps({**answer, "number": frame["number"]}).encode() + b"\n"

    def handle(self, frame: Any) -> None:
        """Answer one frame."""
        self.write(self.respond(frame))

    def write(self, line: bytes) -> None:
        """Put bytes on standard output, at once."""
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()

    def run(self) -> None:
        """Until `bye`, or the end of the input."""
        while self.answer_next():
            pass

    def answer_next(self) -> bool:
        """Answer the next line; false if there is none, or if it was the last."""
        line = sys.stdin.buffer.readline()
        if not line:
            return False
        frame = json.loads(line)
        self.handle(frame)
        return bool(frame["frame"] != "bye")


class Triggered(Toy):
    """Misbehaves at the frame in which the trigger is, and not before."""

    def handle(self, frame: Any) -> None:
        """Answer one frame, or do what the neighbour does."""
        if any(command["signer"] == TRIGGER for command in frame.get("commands", ())):
            self.misbehave(frame)
        else:
            super().handle(frame)

    def misbehave(self, frame: Any) -> None:
        """What a neighbour does instead of answering."""
        self.write(self.spoil(self.respond(frame)))

    def spoil(self, line: bytes) -> bytes:
        """What a neighbour makes of a sound answer."""
        return line


if __name__ == "__main__":
    Toy().run()

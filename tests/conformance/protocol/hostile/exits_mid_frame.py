"""Exits in the middle of its answer."""

import sys
from typing import Any

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def misbehave(self, frame: Any) -> None:
        self.write(self.respond(frame)[:-9])
        print("out of luck", file=sys.stderr)
        sys.exit(7)


if __name__ == "__main__":
    Hostile().run()

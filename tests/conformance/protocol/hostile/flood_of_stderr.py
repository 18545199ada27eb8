"""Complains without end."""

import sys
from typing import Any

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def misbehave(self, frame: Any) -> None:
        del frame
        while True:
            sys.stderr.write("la\n" * 30_000)


if __name__ == "__main__":
    Hostile().run()

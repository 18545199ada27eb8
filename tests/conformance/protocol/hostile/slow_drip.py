"""Answers, a byte now and then."""

import time
from typing import Any

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def misbehave(self, frame: Any) -> None:
        for byte in self.respond(frame):
            self.write(bytes([byte]))
            time.sleep(0.05)


if __name__ == "__main__":
    Hostile().run()

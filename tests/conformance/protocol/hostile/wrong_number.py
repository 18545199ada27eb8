"""Answers under the next number."""

from typing import Any

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def misbehave(self, frame: Any) -> None:
        self.write(self.respond({**frame, "number": frame["number"] + 1}))


if __name__ == "__main__":
    Hostile().run()

"""Writes text without end and without lines."""

from typing import Any

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def misbehave(self, frame: Any) -> None:
        del frame
        while True:
            self.write(b"la" * 30_000)


if __name__ == "__main__":
    Hostile().run()

"""Keeps one answer back until it has the next."""

from typing import Any

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    kept = b""

    def handle(self, frame: Any) -> None:
        line = self.respond(frame)
        if frame["frame"] == "apply" and not self.kept:
            self.kept = line
        else:
            self.write(line + self.kept)
            self.kept = b""


if __name__ == "__main__":
    Hostile().run()

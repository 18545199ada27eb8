"""Never stops answering."""

from typing import Any

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def misbehave(self, frame: Any) -> None:
        line = self.respond(frame)
        while True:
            self.write(line)


if __name__ == "__main__":
    Hostile().run()

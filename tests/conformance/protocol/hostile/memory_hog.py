"""Takes all the memory it can get."""

from typing import Any

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def misbehave(self, frame: Any) -> None:
        del frame
        taken = []
        while True:
            taken.append(bytearray(2**24))


if __name__ == "__main__":
    Hostile().run()

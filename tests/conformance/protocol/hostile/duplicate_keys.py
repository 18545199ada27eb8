"""Says its number twice."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        return line[:-2] + b', "number": 1}\n'


if __name__ == "__main__":
    Hostile().run()

"""Adds what was not asked."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        return line[:-2] + b', "note": "hi"}\n'


if __name__ == "__main__":
    Hostile().run()

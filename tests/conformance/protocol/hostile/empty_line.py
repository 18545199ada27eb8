"""Answers with nothing but a line feed."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        del line
        return b"\n"


if __name__ == "__main__":
    Hostile().run()

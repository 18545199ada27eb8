"""Ends its lines as Windows does."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        return line[:-1] + b"\r\n"


if __name__ == "__main__":
    Hostile().run()

"""Begins its line with a byte order mark."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        return b"\xef\xbb\xbf" + line


if __name__ == "__main__":
    Hostile().run()

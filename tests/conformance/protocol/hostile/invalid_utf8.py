"""Has a byte that is not UTF-8."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        return line.replace(b"accepted", b"accep\xffted").replace(b"rejected", b"\xff")


if __name__ == "__main__":
    Hostile().run()

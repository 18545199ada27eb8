"""Answers NaN where a number belongs."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        return line.replace(b'"number": ', b'"number": NaN, "n": ')


if __name__ == "__main__":
    Hostile().run()

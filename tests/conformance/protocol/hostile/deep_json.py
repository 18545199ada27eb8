"""Answers with 100,000 nested lists."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        del line
        return b"[" * 100_000 + b"]" * 100_000 + b"\n"


if __name__ == "__main__":
    Hostile().run()

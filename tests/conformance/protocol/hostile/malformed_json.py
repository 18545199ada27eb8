"""Answers with half an object."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        return line[: len(line) // 2] + b"\n"


if __name__ == "__main__":
    Hostile().run()

"""Hides nesting in a key that no frame has."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        return line[:-2] + b', "deep": ' + b"[" * 33 + b"]" * 33 + b"}\n"


if __name__ == "__main__":
    Hostile().run()

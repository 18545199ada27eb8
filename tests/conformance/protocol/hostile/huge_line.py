"""Writes a line of 1 GiB."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        for _ in range(1024):
            self.write(b"x" * 2**20)
        return line


if __name__ == "__main__":
    Hostile().run()

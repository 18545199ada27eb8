"""Answers another question."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        return b'{"frame": "opened", ' + line[line.index(b'"number"') :]


if __name__ == "__main__":
    Hostile().run()

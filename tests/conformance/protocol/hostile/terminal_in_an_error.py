"""Answers with what a terminal would obey."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        del line
        return b"\x1b]0;owned\x07<script>alert(1)</script>[bold]\n"


if __name__ == "__main__":
    Hostile().run()

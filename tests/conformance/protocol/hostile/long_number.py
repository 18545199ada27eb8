"""Has a number of 5,000 digits."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        return line.replace(b'"account": "', b'"account": "' + b"1" * 5_000)


if __name__ == "__main__":
    Hostile().run()

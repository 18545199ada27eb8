"""Has a JSON integer of 5,000 digits."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        return line.replace(b'"number": ', b'"number": ' + b"1" * 5_000)


if __name__ == "__main__":
    Hostile().run()

"""Answers well-formed and wrong."""

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def spoil(self, line: bytes) -> bytes:
        return line.replace(b'"owner": "13"', b'"owner": "14"').replace(
            b"too_many_accounts", b"batch_size"
        )


if __name__ == "__main__":
    Hostile().run()

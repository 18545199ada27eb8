"""Promises a profile and fails to open it."""

from typing import Any

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def open(self, frame: Any) -> Any:
        raise NotImplementedError(frame["profile"])


if __name__ == "__main__":
    Hostile().run()

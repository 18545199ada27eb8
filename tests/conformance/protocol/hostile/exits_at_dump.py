"""Promises to show its state, and fails."""

from typing import Any

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    level = 2

    def dump(self, frame: Any) -> Any:
        raise NotImplementedError(frame)


if __name__ == "__main__":
    Hostile().run()

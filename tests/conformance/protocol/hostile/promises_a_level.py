"""Promises to show its state, and has none to show."""

from typing import Any

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    level = 2

    def dump(self, frame: Any) -> Any:
        del frame
        return {"frame": "dump", "dump": {}}


if __name__ == "__main__":
    Hostile().run()

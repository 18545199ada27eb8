"""Offers a profile and then cannot open it."""

from typing import Any

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def open(self, frame: Any) -> Any:
        del frame
        return {"frame": "unsupported", "reason": "no \x1b[31mroom\x1b[0m"}


if __name__ == "__main__":
    Hostile().run()

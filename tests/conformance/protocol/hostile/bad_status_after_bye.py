"""Exits with the wrong status."""

import sys

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def run(self) -> None:
        super().run()
        sys.exit(1)


if __name__ == "__main__":
    Hostile().run()

"""Ends before it has read anything."""

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def run(self) -> None:
        return


if __name__ == "__main__":
    Hostile().run()

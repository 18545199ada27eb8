"""Offers another profile only."""

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    profiles = ("spot/1",)


if __name__ == "__main__":
    Hostile().run()

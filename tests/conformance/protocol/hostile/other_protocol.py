"""Speaks a later protocol."""

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    protocol = "tallystick/2"


if __name__ == "__main__":
    Hostile().run()

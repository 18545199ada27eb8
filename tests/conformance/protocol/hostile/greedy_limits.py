"""Wants more under way than was offered."""

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    limits = {"frames": 1000, "bytes": 2**30}  # noqa: RUF012


if __name__ == "__main__":
    Hostile().run()

"""Has the last word."""

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def run(self) -> None:
        super().run()
        self.write(b"so long\n")


if __name__ == "__main__":
    Hostile().run()

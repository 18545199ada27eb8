"""Does not exit when told to."""

import time

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def run(self) -> None:
        super().run()
        time.sleep(600)


if __name__ == "__main__":
    Hostile().run()

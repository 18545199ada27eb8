"""Never answers."""

import time
from typing import Any

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def misbehave(self, frame: Any) -> None:
        del frame
        time.sleep(600)


if __name__ == "__main__":
    Hostile().run()

"""Dies while a child of it keeps standard output open."""

import os
import time
from typing import Any

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def misbehave(self, frame: Any) -> None:
        del frame
        if os.fork():
            os._exit(3)
        time.sleep(600)


if __name__ == "__main__":
    Hostile().run()

"""Hangs, and does not want to be ended."""

import signal
import time
from typing import Any

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def misbehave(self, frame: Any) -> None:
        del frame
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            time.sleep(600)


if __name__ == "__main__":
    Hostile().run()

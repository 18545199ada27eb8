"""Is ended by a signal in the middle of its answer."""

import os
import signal
from typing import Any

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def misbehave(self, frame: Any) -> None:
        self.write(self.respond(frame)[:-9])
        os.kill(os.getpid(), signal.SIGSEGV)


if __name__ == "__main__":
    Hostile().run()

"""Is sound, but leaves a child behind that ignores SIGTERM."""

import os
import signal
import time
from pathlib import Path
from typing import Any

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def hello(self, frame: Any) -> Any:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            os.close(1)
            time.sleep(600)
            os._exit(0)
        Path(os.environ["CHILD_FILE"]).write_text(str(child))
        return super().hello(frame)


if __name__ == "__main__":
    Hostile().run()

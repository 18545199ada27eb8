"""Never opens; leaves a mark when it is asked to, if it is told where."""

import os
import time
from pathlib import Path
from typing import Any

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def open(self, frame: Any) -> Any:
        del frame
        if "OPENED_FILE" in os.environ:
            Path(os.environ["OPENED_FILE"]).touch()
        time.sleep(600)


if __name__ == "__main__":
    Hostile().run()

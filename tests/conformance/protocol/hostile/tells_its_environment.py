"""Is sound, and writes down what it was given."""

import json
import os
from pathlib import Path
from typing import Any

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def hello(self, frame: Any) -> Any:
        told = {"names": sorted(os.environ), "group": os.getpgrp(), "process": os.getpid()}
        Path(os.environ["TOLD_FILE"]).write_text(json.dumps(told))
        return super().hello(frame)


if __name__ == "__main__":
    Hostile().run()

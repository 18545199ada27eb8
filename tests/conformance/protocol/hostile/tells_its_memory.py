"""Is sound, and writes down how much memory it may have."""

import os
import resource
from pathlib import Path
from typing import Any

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def hello(self, frame: Any) -> Any:
        lowest, highest = resource.getrlimit(resource.RLIMIT_DATA)
        Path(os.environ["TOLD_FILE"]).write_text(f"{lowest} {highest}", encoding="ascii")
        return super().hello(frame)


if __name__ == "__main__":
    Hostile().run()

"""Leaves a child that ignores SIGTERM, and never opens."""

import time
from typing import Any

from tests.conformance.protocol.hostile.leaves_a_child import Hostile as LeavesAChild


class Hostile(LeavesAChild):
    def open(self, frame: Any) -> Any:
        del frame
        time.sleep(600)


if __name__ == "__main__":
    Hostile().run()

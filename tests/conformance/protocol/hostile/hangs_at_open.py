"""Never opens."""

import time
from typing import Any

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def open(self, frame: Any) -> Any:
        del frame
        time.sleep(600)


if __name__ == "__main__":
    Hostile().run()

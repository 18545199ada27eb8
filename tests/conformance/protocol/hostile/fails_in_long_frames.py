"""Cannot take more than three commands at once."""

from typing import Any

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def apply(self, frame: Any) -> Any:
        if len(frame["commands"]) > 3:
            raise MemoryError
        return super().apply(frame)


if __name__ == "__main__":
    Hostile().run()

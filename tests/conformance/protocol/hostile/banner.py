"""Greets people before it greets the runner."""

from typing import Any

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def hello(self, frame: Any) -> Any:
        self.write(b"Welcome to Toy Exchange 1.0\n")
        return super().hello(frame)


if __name__ == "__main__":
    Hostile().run()

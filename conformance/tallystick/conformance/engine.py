"""The one door through which the kit reaches an engine, whatever it is made of."""

from typing import Protocol

from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Outcome


class Engine(Protocol):
    """An open venue. It was given its profile and parameters when it was made (STA-001)."""

    def apply(self, command: Command) -> Outcome:
        """Execute one command (CMD-001)."""

    def dump(self) -> StateDump:
        """The whole state (STA-020)."""

    def root(self) -> str:
        """SHA-256 of the canonical encoding of the dump, in hexadecimal (STA-024)."""

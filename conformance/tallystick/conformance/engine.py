"""The one door through which the kit reaches an engine, whatever it is made of."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from tallystick.reference.types.certificate import Certificate
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Outcome
from tallystick.reference.types.units import AccountId


class Engine(Protocol):
    """An open venue. It was given its profile and parameters when it was made (STA-001)."""

    def apply(self, command: Command) -> Outcome:
        """Execute one command (CMD-001)."""

    def dump(self) -> StateDump:
        """The whole state (STA-020)."""

    def root(self) -> str:
        """SHA-256 of the canonical encoding of the dump, in hexadecimal (STA-024)."""


@runtime_checkable
class GroupEngine(Engine, Protocol):
    """An engine that takes several commands in one call."""

    def apply_all(self, commands: Sequence[Command]) -> list[Outcome]:
        """Execute commands one after another; one outcome each (CMD-001)."""


@runtime_checkable
class ValuingEngine(Engine, Protocol):
    """An engine that says what an account is worth under stress, in profiles with chapter 08."""

    def certificate(self, account: AccountId) -> Certificate:
        """The account's certificate (MGN-060); KeyError if it was never opened."""


@runtime_checkable
class RestorableEngine(Engine, Protocol):
    """An engine that can open a venue as a dump says (STA-025)."""

    def restored(self, dump: StateDump) -> Engine:
        """Another venue of the same engine; InvalidDumpError if the dump is not valid (STA-026)."""

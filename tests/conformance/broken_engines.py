"""Engines that are wrong on purpose, each a thin wrapper around the reference."""

import time
from collections.abc import Callable

from attrs import evolve

from tallystick.conformance.engine import Engine
from tallystick.conformance.targets import ReferenceEngine
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import AmendOrder, CancelAll, Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import FeePaid, OrderAccepted, Traded
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import Count, Price


class TakersPrice(ReferenceEngine):
    """Trades at the taker's price."""

    def apply(self, command: Command) -> Outcome:
        """Put the price of the accepted order into its trades."""
        outcome = super().apply(command)
        if not isinstance(outcome, Accepted):
            return outcome
        prices = [event.price for event in outcome.events if isinstance(event, OrderAccepted)]
        events = tuple(
            evolve(event, price=prices[0]) if isinstance(event, Traded) and prices else event
            for event in outcome.events
        )
        return evolve(outcome, events=events)


class NoFeeEvents(ReferenceEngine):
    """Forgets to tell of fees."""

    def apply(self, command: Command) -> Outcome:
        """Leave the events of fees out."""
        outcome = super().apply(command)
        if not isinstance(outcome, Accepted):
            return outcome
        events = tuple(event for event in outcome.events if not isinstance(event, FeePaid))
        return evolve(outcome, events=events)


class WrongReason(ReferenceEngine):
    """Knows no foreign account."""

    def apply(self, command: Command) -> Outcome:
        """Call every unauthorized signer a stranger."""
        outcome = super().apply(command)
        if isinstance(outcome, Rejected) and outcome.reason is Reason.NOT_AUTHORIZED:
            return evolve(outcome, reason=Reason.UNKNOWN_ACCOUNT)
        return outcome


class WrongIndex(ReferenceEngine):
    """Counts the commands of a batch from 0."""

    def apply(self, command: Command) -> Outcome:
        """Take one off."""
        outcome = super().apply(command)
        if isinstance(outcome, Rejected) and outcome.index:
            return evolve(outcome, index=Count(outcome.index - 1))
        return outcome


class NoTouches(ReferenceEngine):
    """Never reports the cost of a walk."""

    def apply(self, command: Command) -> Outcome:
        """Say 0."""
        outcome = super().apply(command)
        return (
            evolve(outcome, touched_orders=Count(0)) if isinstance(outcome, Accepted) else outcome
        )


class StrangeDump(ReferenceEngine):
    """Answers well and remembers another mark."""

    def dump(self) -> StateDump:
        """Add one to every mark."""
        dump = super().dump()
        assets = tuple(
            evolve(asset, mark=Price(asset.mark + 1)) if asset.mark else asset
            for asset in dump.assets
        )
        return evolve(dump, assets=assets)


class StrangeRoot(ReferenceEngine):
    """Hashes something else."""

    def root(self) -> str:
        """Not a root."""
        return "0" * 64


class Raises(ReferenceEngine):
    """Fails on every amend."""

    def apply(self, command: Command) -> Outcome:
        """Fail."""
        if isinstance(command, AmendOrder):
            raise ZeroDivisionError("engine\nbroke \ud800")
        return super().apply(command)


class Exits(ReferenceEngine):
    """Wants to end the process."""

    def apply(self, command: Command) -> Outcome:
        """Exit as if all were well."""
        if isinstance(command, AmendOrder):
            raise SystemExit(0)
        return super().apply(command)


class Nonsense(ReferenceEngine):
    """Answers a cancel_all with what is no outcome."""

    def apply(self, command: Command) -> Outcome:
        """A rejection whose index is a flag."""
        if isinstance(command, CancelAll):
            return Rejected(Reason.OUT_OF_RANGE, index=Count(False))
        return super().apply(command)


class Hangs(ReferenceEngine):
    """Never answers a cancel_all."""

    def apply(self, command: Command) -> Outcome:
        """Sleep, as a loop without end would."""
        while isinstance(command, CancelAll):
            time.sleep(0.001)
        return super().apply(command)


class Interrupted(ReferenceEngine):
    """Somebody presses Ctrl-C while it amends."""

    def apply(self, command: Command) -> Outcome:
        """Ctrl-C."""
        if isinstance(command, AmendOrder):
            raise KeyboardInterrupt
        return super().apply(command)


class CannotOpen(ReferenceEngine):
    """Fails before the first command."""

    def __init__(self, profile: Profile, parameters: Parameters) -> None:
        """Fail."""
        super().__init__(profile, parameters)
        raise OSError("no memory")


BROKEN: dict[str, Callable[[Profile, Parameters], Engine]] = {
    kind.__name__: kind
    for kind in (
        TakersPrice,
        NoFeeEvents,
        WrongReason,
        WrongIndex,
        NoTouches,
        StrangeDump,
        StrangeRoot,
        Raises,
        Exits,
        Nonsense,
        Hangs,
        Interrupted,
        CannotOpen,
    )
}

"""Engines with one fault each, made from the outside of a sound one by commands it understands."""

from attrs import evolve

from tallystick.conformance.engine import Engine
from tallystick.reference.types.commands import AmendOrder, Batch, Command
from tallystick.reference.types.dump import MarketDump, OrderDump, StateDump
from tallystick.reference.types.events import FeePaid, OrderRested
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.perp_events import LegReduced, LegSettled
from tallystick.reference.types.units import Atoms, Count, Lots, Premium

UNCHANGED = Accepted((), Count(0))


class Sound:
    """Passes everything on; the faults below change one answer each."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def apply(self, command: Command) -> Outcome:
        """Execute one command."""
        return self.engine.apply(command)

    def dump(self) -> StateDump:
        """The whole state."""
        return self.engine.dump()

    def root(self) -> str:
        """The root of the state."""
        return self.engine.root()

    def requeue(self, market: MarketDump, order: OrderDump) -> None:
        """Send a resting order behind all of its price: once up, once down again (MAT-036)."""
        owner = self.dump().accounts[order.account - 1].owner
        more = Lots(order.open_lots + market.minimum_lots)
        for lots in (more, order.open_lots):
            self.engine.apply(AmendOrder(owner, order.account, order.order_id, order.price, lots))


class NewestFirst(Sound):
    """At one price the newest order stands first (MAT-010)."""

    def apply(self, command: Command) -> Outcome:
        """Let every order that was there before stand behind the one that has just rested."""
        outcome = self.engine.apply(command)
        if isinstance(outcome, Accepted):
            for event in outcome.events:
                if isinstance(event, OrderRested):
                    self._put_first(event)
        return outcome

    def _put_first(self, event: OrderRested) -> None:
        for market in self.dump().markets:
            for side in (market.bids, market.asks):
                names = [(order.account, order.order_id) for order in side]
                if (event.account, event.order_id) in names:
                    newest = side[names.index((event.account, event.order_id))]
                    for order in side:
                        if order.price == newest.price and order is not newest:
                            self.requeue(market, order)


class SameSizeLosesPlace(Sound):
    """An amend that changes nothing sends the order to the tail (CMD-041)."""

    def apply(self, command: Command) -> Outcome:
        """Requeue the order of an amend that had no effect."""
        outcome = self.engine.apply(command)
        if isinstance(command, AmendOrder) and outcome == UNCHANGED:
            for market in self.dump().markets:
                for order in (*market.bids, *market.asks):
                    if (order.account, order.order_id) == (command.account, command.order_id):
                        self.requeue(market, order)
        return outcome


class RejectedBatchKeepsItsHead(Sound):
    """The commands before the rejected one stay in force (CMD-004)."""

    def apply(self, command: Command) -> Outcome:
        """Execute again, one by one, what came before the rejected command."""
        outcome = self.engine.apply(command)
        if isinstance(command, Batch) and not isinstance(outcome, Accepted) and outcome.index:
            for inner in command.commands[: outcome.index - 1]:
                self.engine.apply(inner)
        return outcome


class FeeAnAtomTooHigh(Sound):
    """The event states an atom more than was paid (SPT-012)."""

    def apply(self, command: Command) -> Outcome:
        """Raise every fee by an atom."""
        outcome = self.engine.apply(command)
        if not isinstance(outcome, Accepted):
            return outcome
        raised = tuple(
            evolve(event, atoms=Atoms(event.atoms + 1)) if isinstance(event, FeePaid) else event
            for event in outcome.events
        )
        return evolve(outcome, events=raised)


class LegAnAtomDearer(Sound):
    """The event states that a settled leg was worth an atom more to its long (PRP-006)."""

    def apply(self, command: Command) -> Outcome:
        """Raise the value of every leg by an atom."""
        outcome = self.engine.apply(command)
        if not isinstance(outcome, Accepted):
            return outcome
        raised = tuple(
            evolve(event, atoms=Atoms(event.atoms + 1))
            if isinstance(event, LegReduced | LegSettled)
            else event
            for event in outcome.events
        )
        return evolve(outcome, events=raised)


class ForgetsLastWindow(Sound):
    """What is traded in the last half hour before a tick counts nowhere (PRP-019)."""

    def dump(self) -> StateDump:
        """The state with an empty next window."""
        dump = self.engine.dump()
        markets = tuple(self._without_next_window(market) for market in dump.markets)
        return evolve(dump, markets=markets)

    def _without_next_window(self, market: MarketDump) -> MarketDump:
        if market.funding is None:
            return market
        funding = evolve(market.funding, next_lots=Lots(0), next_premium=Premium(0))
        return evolve(market, funding=funding)

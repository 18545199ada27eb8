"""Venues for the tests of the fast engine, with short words for what the tests do most."""

from tallystick.conformance.spec_files import load_preset
from tallystick.fast import Build, FastEngine
from tallystick.reference.types.choices import OrderType, Profile, SelfTrade, Side
from tallystick.reference.types.commands import Command, NewOrder, PlaceOrder
from tallystick.reference.types.events import Event
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    Count,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
)
from tests.fast.streams import opening, owner_of


class Venue:
    """An engine with the opening of `streams` behind it; `overrides` change preset `minimal`."""

    def __init__(self, build: Build, profile: Profile, **overrides: int) -> None:
        self.engine = FastEngine(profile, load_preset("minimal", overrides, profile), build)
        for command in opening(profile):
            self.accept(command)

    def accept(self, command: Command) -> tuple[Event, ...]:
        """Execute a command that must be accepted."""
        outcome = self.engine.apply(command)
        assert isinstance(outcome, Accepted), (command, outcome)
        return outcome.events

    def reject(self, command: Command, reason: Reason, index: int = 0) -> None:
        """Execute a command that must be rejected, and must change nothing (CMD-004)."""
        before = self.engine.dump()
        outcome: Outcome = self.engine.apply(command)
        assert outcome == Rejected(reason, Count(index)), command
        assert self.engine.dump() == before, command


def place(
    account: int,
    order_id: int,
    side: Side,
    price: int,
    lots: int,
    order_type: OrderType = OrderType.LIMIT,
    self_trade: SelfTrade | None = None,
    expires_at: int | None = None,
    market: int = 1,
) -> PlaceOrder:
    """A `place_order` by the owner of the account."""
    expiry = None if expires_at is None else Milliseconds(expires_at)
    order = NewOrder(
        OrderId(order_id),
        MarketId(market),
        side,
        Price(price),
        Lots(lots),
        order_type,
        self_trade,
        expiry,
    )
    return PlaceOrder(owner_of(AccountId(account)), AccountId(account), order)

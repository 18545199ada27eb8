"""A small order book, and seven that are broken in ways seen in the field.

It knows limit and ioc orders of one market and cancels, with unlimited funds; no account meets
itself. Each broken venue overrides one decision.
"""

from collections.abc import Iterator

from attrs import define

from tallystick.reference.types import commands as c
from tallystick.reference.types.choices import OrderType, RemovalCause, SelfTrade, Side
from tallystick.reference.types.events import (
    Event,
    OrderAccepted,
    OrderRemoved,
    OrderRested,
    Traded,
)
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Atoms, Count, FeeRate, Lots, Price


@define(eq=False)
class ToyOrder:
    """An order and its owner."""

    account: AccountId
    order: c.NewOrder
    open_lots: int


class ToyVenue:
    """Sound as it stands."""

    def __init__(self) -> None:
        self.resting: list[ToyOrder] = []
        """In the order of joining."""

    def apply(self, command: c.PlaceOrder | c.CancelOrder) -> Outcome:
        """Execute one command."""
        if isinstance(command, c.PlaceOrder):
            return self.place(command)
        for old in self.resting:
            if (old.account, old.order.order_id) == (command.account, command.order_id):
                self.resting.remove(old)
                return Accepted((removed(old, RemovalCause.CANCELLED),), Count(0))
        return Rejected(Reason.UNKNOWN_ORDER, Count(0))

    def place(self, command: c.PlaceOrder) -> Outcome:
        taker = ToyOrder(command.account, command.order, command.order.lots)
        events: list[Event] = [accepted(taker), *self.walk(taker)]
        touched = Count(len(events) - 1)
        if taker.open_lots > 0:
            if taker.order.order_type is OrderType.LIMIT:
                self.resting.append(taker)
                rested = OrderRested(taker.account, taker.order.order_id, Lots(taker.open_lots))
                events.append(rested)
            else:
                events.append(removed(taker, RemovalCause.UNFILLED))
        return Accepted(tuple(events), touched)

    def walk(self, taker: ToyOrder) -> Iterator[Event]:
        while taker.open_lots > 0 and (makers := self.makers(taker)):
            maker = self.pick(makers)
            lots = self.lots(taker, maker)
            yield Traded(
                market=taker.order.market,
                maker_account=maker.account,
                maker_order_id=maker.order.order_id,
                taker_account=taker.account,
                taker_order_id=taker.order.order_id,
                taker_side=taker.order.side,
                price=self.price(taker, maker),
                lots=Lots(lots),
            )
            taker.open_lots -= lots
            maker.open_lots -= lots
            if maker.open_lots <= 0:
                self.resting.remove(maker)
            else:
                self.filled_in_part(maker)

    def makers(self, taker: ToyOrder) -> list[ToyOrder]:
        """Orders that the taker crosses, best first."""
        opposite = [old for old in self.resting if old.order.side is not taker.order.side]
        crossed = [old for old in opposite if self.crosses(taker, old)]
        sign = -1 if taker.order.side is Side.SELL else 1
        return sorted(crossed, key=lambda old: sign * old.order.price)

    def crosses(self, taker: ToyOrder, maker: ToyOrder) -> bool:
        if taker.order.side is Side.BUY:
            return taker.order.price >= maker.order.price
        return taker.order.price <= maker.order.price

    def pick(self, makers: list[ToyOrder]) -> ToyOrder:
        return makers[0]

    def price(self, _taker: ToyOrder, maker: ToyOrder, /) -> Price:
        return maker.order.price

    def lots(self, taker: ToyOrder, maker: ToyOrder, /) -> int:
        return min(taker.open_lots, maker.open_lots)

    def filled_in_part(self, maker: ToyOrder) -> None:
        """It keeps its place."""


class TakersPrice(ToyVenue):
    """Trades print the price of the taker."""

    def price(self, taker: ToyOrder, _maker: ToyOrder, /) -> Price:
        return taker.order.price


class LastInFirstOut(ToyVenue):
    """At the best price, who came last trades first."""

    def pick(self, makers: list[ToyOrder]) -> ToyOrder:
        return [maker for maker in makers if maker.order.price == makers[0].order.price][-1]


class PartialFillLosesPlace(ToyVenue):
    """A maker that is filled in part goes to the tail."""

    def filled_in_part(self, maker: ToyOrder) -> None:
        self.resting.remove(maker)
        self.resting.append(maker)


class SkipsBestLevel(ToyVenue):
    """The best level is passed over if there is another."""

    def pick(self, makers: list[ToyOrder]) -> ToyOrder:
        best = makers[0].order.price
        return next((maker for maker in makers if maker.order.price != best), makers[0])


class BeyondTheLimit(ToyVenue):
    """A taker trades one tick beyond its limit."""

    def crosses(self, taker: ToyOrder, maker: ToyOrder) -> bool:
        if taker.order.side is Side.BUY:
            return taker.order.price + 1 >= maker.order.price
        return taker.order.price - 1 <= maker.order.price


class OverFill(ToyVenue):
    """The first maker gives all that the taker wants."""

    def lots(self, taker: ToyOrder, _maker: ToyOrder, /) -> int:
        return taker.open_lots


class RestsCrossed(ToyVenue):
    """A limit order rests without walking."""

    def walk(self, taker: ToyOrder) -> Iterator[Event]:
        if taker.order.order_type is OrderType.IOC:
            yield from super().walk(taker)


def accepted(order: ToyOrder) -> OrderAccepted:
    """In profile match/1 rates and cap are 0."""
    return OrderAccepted(
        account=order.account,
        order_id=order.order.order_id,
        market=order.order.market,
        side=order.order.side,
        price=order.order.price,
        lots=order.order.lots,
        order_type=order.order.order_type,
        self_trade=SelfTrade.REJECT,
        expires_at=None,
        reduce_only=False,
        maker_fee_rate=FeeRate(0),
        taker_fee_rate=FeeRate(0),
        fee_cap_atoms=Atoms(0),
    )


def removed(order: ToyOrder, cause: RemovalCause) -> OrderRemoved:
    """All that is open goes."""
    return OrderRemoved(order.account, order.order.order_id, Lots(order.open_lots), cause)

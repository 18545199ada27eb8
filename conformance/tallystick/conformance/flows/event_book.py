"""Open sizes of orders and price levels of one market, as the events of its engine tell them."""

from attrs import define, field

from tallystick.conformance.flows.price_ladder import PriceLadder
from tallystick.reference.types.choices import Side
from tallystick.reference.types.events import (
    Event,
    OrderAccepted,
    OrderAmended,
    OrderRemoved,
    OrderRested,
    Traded,
)
from tallystick.reference.types.units import AccountId, OrderId

OrderName = tuple[AccountId, OrderId]


@define
class _Order:
    side: Side
    price: int
    open_lots: int
    rests: bool = False


@define
class EventBook:
    """Folds events of limit orders that no account trades with itself; nothing is matched here."""

    _orders: dict[OrderName, _Order] = field(factory=dict)
    _ladders: dict[Side, PriceLadder] = field(factory=lambda: {s: PriceLadder(s) for s in Side})

    def open_lots(self, name: OrderName) -> int:
        """What is open of an order; 0 if it is gone or never was."""
        order = self._orders.get(name)
        return 0 if order is None else order.open_lots

    def best(self, side: Side, count: int) -> tuple[tuple[int, int], ...]:
        """Price and total lots of the best levels of a side, best first."""
        return self._ladders[side].best(count)

    def fold(self, event: Event) -> None:
        """Take one event in; those of other things than orders change nothing here."""
        match event:
            case OrderAccepted():
                name = (event.account, event.order_id)
                self._orders[name] = _Order(event.side, event.price, event.lots)
            case OrderRested():
                order = self._orders[event.account, event.order_id]
                order.rests = True
                self._add(order, order.open_lots)
            case Traded():
                self._take((event.maker_account, event.maker_order_id), event.lots)
                self._take((event.taker_account, event.taker_order_id), event.lots)
            case OrderRemoved():
                self._take((event.account, event.order_id), event.lots)
            case OrderAmended():
                self._amend(event)

    def _amend(self, event: OrderAmended) -> None:
        order = self._orders[event.account, event.order_id]
        keeps_place = event.price == order.price and event.open_lots < order.open_lots
        self._add(order, -order.open_lots)
        order.price, order.open_lots = event.price, event.open_lots
        order.rests = keeps_place
        if keeps_place:
            self._add(order, order.open_lots)

    def _take(self, name: OrderName, lots: int) -> None:
        order = self._orders[name]
        order.open_lots -= lots
        if order.rests:
            self._add(order, -lots)
        if order.open_lots == 0:
            del self._orders[name]

    def _add(self, order: _Order, lots: int) -> None:
        self._ladders[order.side].add(order.price, lots)

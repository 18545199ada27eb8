"""From commands to what the baseline reads, so that no command is translated while it is timed."""

from collections.abc import Mapping
from types import MappingProxyType

from tallystick.conformance.bench.book import (
    AMEND,
    BUY,
    CANCEL,
    FOK,
    IOC,
    LIMIT,
    PLACE,
    POST_ONLY,
    SELL,
    BookCommand,
    Trade,
)
from tallystick.reference.types.choices import OrderType, Side
from tallystick.reference.types.commands import AmendOrder, CancelOrder, Command, PlaceOrder
from tallystick.reference.types.events import Traded

_ORDER_TYPES: Mapping[OrderType, int] = MappingProxyType(
    {
        OrderType.LIMIT: LIMIT,
        OrderType.IOC: IOC,
        OrderType.FOK: FOK,
        OrderType.POST_ONLY: POST_ONLY,
    }
)


def book_command(command: Command) -> BookCommand:
    """The same for the baseline; ValueError if it has no such command."""
    match command:
        case PlaceOrder(_, account, order):
            order_type = _ORDER_TYPES[order.order_type]
            side = BUY if order.side is Side.BUY else SELL
            return PLACE, account, order.order_id, side, order.price, order.lots, order_type
        case CancelOrder(_, account, order_id):
            return CANCEL, account, order_id, 0, 0, 0, 0
        case AmendOrder(_, account, order_id, price, lots):
            return AMEND, account, order_id, 0, price, lots, 0
        case _:
            raise ValueError(f"the baseline has no {type(command).__name__}")


def book_trade(event: Traded) -> Trade:
    """A trade as the baseline reports it."""
    maker = event.maker_account, event.maker_order_id
    return *maker, event.taker_account, event.taker_order_id, event.price, event.lots

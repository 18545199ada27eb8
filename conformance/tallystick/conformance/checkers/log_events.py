"""A log made from the commands and outcomes of an engine, so that the log checker can judge it.

What was ordered is taken from the commands, what happened, and what an engine ordered itself, from
the events; nothing is matched here.
"""

from collections import deque
from collections.abc import Iterable

from attrs import define, field

from tallystick.conformance.checkers.log_files import WALK_CAUSES, Action, OrdersRow, TradesRow
from tallystick.reference.types.choices import RemovalCause, Side
from tallystick.reference.types.commands import (
    AmendOrder,
    Batch,
    CancelAll,
    CancelOrder,
    Command,
    InnerCommand,
    NewOrder,
    PlaceOrder,
    ReplaceOrder,
)
from tallystick.reference.types.events import (
    Event,
    OrderAccepted,
    OrderAmended,
    OrderRemoved,
    OrderRested,
    OrdersDecremented,
    Traded,
)
from tallystick.reference.types.liquidation_commands import DeclareBankruptcy, Liquidate
from tallystick.reference.types.outcome import Outcome, Rejected
from tallystick.reference.types.units import AccountId, OrderId

FIRST_ENGINE_ORDER_ID = 2**61
"""Ids from here on are of orders that an engine makes for an account (LND-037)."""
UNKNOWN_MARKET = "unknown"
"""Market of an order that was never placed; only an unsound engine accepts its cancel."""
FIRST_LINE = 2
"""Line of the first row in a file; the header is before it."""
ORDER_EVENTS = (
    OrderAccepted,
    OrderAmended,
    OrderRested,
    OrderRemoved,
    OrdersDecremented,
    Traded,
)
"""Events that say something of a book; the others do not concern a log."""


@define
class EventLog:
    """The rows of ORDERS and TRADES, whose sequence is the number of the row in ORDERS."""

    orders: list[OrdersRow] = field(factory=list)
    trades: list[TradesRow] = field(factory=list)


def log_from_events(steps: Iterable[tuple[Command, Outcome]]) -> EventLog:
    """The log of a venue from its opening on, by its commands and their outcomes (CNF-080)."""
    writer = _Writer()
    for command, outcome in steps:
        if not isinstance(outcome, Rejected):
            writer.add(command, outcome.events)
    return writer.log


class _Writer:
    """Shares out the events of a command among the rows of its inner commands (CMD-052)."""

    def __init__(self) -> None:
        self.log = EventLog()
        self._events: deque[Event] = deque()
        self._markets: dict[str, str] = {}

    def add(self, command: Command, events: Iterable[Event]) -> None:
        """Write what an accepted command has done."""
        self._events = deque(event for event in events if isinstance(event, ORDER_EVENTS))
        match command:
            case Batch():
                for inner in command.commands:
                    self._add(inner)
                    self._add_made_by_engine()
            case PlaceOrder() | AmendOrder() | CancelOrder() | ReplaceOrder() | CancelAll():
                self._add(command)
            case Liquidate() | DeclareBankruptcy():
                self._add_wound_up()
        self._add_made_by_engine()
        self._add_unexpected()

    def _add(self, command: InnerCommand) -> None:
        match command:
            case PlaceOrder():
                self._place(command.account, command.order)
            case AmendOrder():
                self._amend(command)
            case CancelOrder():
                self._cancel(_name(command.account, command.order_id))
            case ReplaceOrder():
                self._cancel(_name(command.account, command.order_id))
                self._place(command.account, command.order)
            case CancelAll():
                market = None if command.market is None else str(command.market)
                while (name := self._next_cancelled()) and market in (None, self._market(name)):
                    self._cancel(name)

    def _add_made_by_engine(self) -> None:
        """Write the orders that the engine itself has made, which no command describes."""
        while self._events:
            event = self._events[0]
            if not isinstance(event, OrderAccepted) or event.order_id < FIRST_ENGINE_ORDER_ID:
                return
            self._place(event.account, event)

    def _add_wound_up(self) -> None:
        """Write the cancels of a target (LIQ-014) between orders that the engine makes."""
        self._add_made_by_engine()
        while (name := self._next_cancelled()) is not None:
            self._cancel(name)
            self._add_made_by_engine()

    def _place(self, account: AccountId, order: NewOrder | OrderAccepted) -> None:
        name = _name(account, order.order_id)
        self._markets[name] = str(order.market)
        self._row(
            Action.NEW,
            name,
            account=str(account),
            side=order.side,
            price=order.price,
            lots=order.lots,
            order_type=str(order.order_type),
        )
        if self._events and isinstance(self._events[0], OrderAccepted):
            self._events.popleft()
        self._walk()

    def _amend(self, command: AmendOrder) -> None:
        name = _name(command.account, command.order_id)
        self._row(Action.AMEND, name, price=command.price, lots=command.open_lots)
        if self._events and isinstance(self._events[0], OrderAmended):
            self._events.popleft()
            self._walk()

    def _cancel(self, name: str) -> None:
        lots = None
        event = self._events[0] if self._events else None
        if isinstance(event, OrderRemoved) and self._next_cancelled() == name:
            self._events.popleft()
            lots = event.lots
        self._row(Action.CANCEL, name, lots=lots)

    def _walk(self) -> None:
        """Write the events up to the first that belongs to another command."""
        sequence = len(self.log.orders)
        while self._events:
            match self._events[0]:
                case Traded() as event:
                    self._trade(sequence, event)
                case OrdersDecremented() as event:
                    maker = _name(event.account, event.maker_order_id)
                    self._row(Action.DECREMENTED, maker, lots=event.lots)
                case OrderRemoved() as event if event.cause in WALK_CAUSES:
                    name = _name(event.account, event.order_id)
                    self._row(Action.REMOVED, name, lots=event.lots, cause=event.cause)
                case OrderRested():
                    pass
                case _:
                    return
            self._events.popleft()

    def _add_unexpected(self) -> None:
        """Write what no command asked for behind the last row, where the checker finds it wrong."""
        while self._events:
            if (name := self._next_cancelled()) is not None:
                self._cancel(name)
            elif isinstance(self._events[0], OrderAccepted | OrderAmended):
                self._events.popleft()  # what was ordered is taken from the commands
            else:
                self._walk()

    def _trade(self, sequence: int, event: Traded) -> None:
        row = TradesRow(
            line=len(self.log.trades) + FIRST_LINE,
            sequence=sequence,
            market=str(event.market),
            maker=_name(event.maker_account, event.maker_order_id),
            taker=_name(event.taker_account, event.taker_order_id),
            price=event.price,
            lots=event.lots,
        )
        self.log.trades.append(row)

    def _row(
        self,
        action: Action,
        order: str,
        *,
        account: str | None = None,
        side: Side | None = None,
        price: int | None = None,
        lots: int | None = None,
        order_type: str | None = None,
        cause: RemovalCause | None = None,
    ) -> None:
        number = len(self.log.orders) + 1
        row = OrdersRow(
            line=number - 1 + FIRST_LINE,
            sequence=number,
            action=action,
            market=self._market(order),
            order=order,
            account=account,
            side=side,
            price=price,
            lots=lots,
            order_type=order_type,
            cause=cause,
        )
        self.log.orders.append(row)

    def _market(self, name: str) -> str:
        return self._markets.get(name, UNKNOWN_MARKET)

    def _next_cancelled(self) -> str | None:
        """The order that the next event removes outside of a walk, if it does."""
        event = self._events[0] if self._events else None
        if isinstance(event, OrderRemoved) and event.cause not in WALK_CAUSES:
            return _name(event.account, event.order_id)
        return None


def _name(account: AccountId, order_id: OrderId) -> str:
    """Order ids are unique within an account only (MAT-004)."""
    return f"{account}/{order_id}"

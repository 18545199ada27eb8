"""Which of its own orders a command has made walk, as its events tell (MGN-030, MGN-040)."""

from collections.abc import Iterable, Iterator

from attrs import define, field

from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.commands import (
    AmendOrder,
    Batch,
    Command,
    PlaceOrder,
    ReplaceOrder,
    Transfer,
    Withdraw,
)
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import (
    Event,
    OrderAccepted,
    OrderAmended,
    OrderRemoved,
    OrdersDecremented,
    Traded,
)
from tallystick.reference.types.liquidation_commands import SwapForTarget
from tallystick.reference.types.loan_commands import SwapLoan
from tallystick.reference.types.units import AccountId, MarketId, OrderId

FIRST_ENGINE_ORDER_ID = 2**61
ALWAYS_CHECKED = (PlaceOrder, ReplaceOrder, SwapLoan, SwapForTarget, Withdraw, Transfer)


@define
class _Resting:
    market: MarketId
    price: int
    open_lots: int


@define
class Walked:
    """What an account's command did with its orders.

    `re_entered` are orders amended to another price or more lots (MAT-036), `entered` these and the
    new ones, `lent` what entered of them on a lending market; `trades` are those in which one of
    them was the taker. An event that speaks of an order which there is not says nothing here: other
    checkers report it.
    """

    entered: set[OrderId] = field(factory=set)
    re_entered: set[OrderId] = field(factory=set)
    lent: set[OrderId] = field(factory=set)
    trades: list[Traded] = field(factory=list)

    @classmethod
    def of_events(cls, before: StateDump, account: AccountId, events: Iterable[Event]) -> "Walked":
        """Follow the orders of an account from a dump through the events of one command."""
        walked = cls()
        lending = {one.market for one in before.markets if one.kind is MarketKind.LEND}
        orders = dict(_own_orders(before, account))
        for event in events:
            match event:
                case OrderAccepted(account=owner) if owner == account:
                    orders[event.order_id] = _Resting(event.market, event.price, event.lots)
                    if event.order_id < FIRST_ENGINE_ORDER_ID:
                        walked._enter(event.order_id, event.market in lending)
                case OrderAmended(account=owner) if owner == account:
                    walked._amend(event, orders.get(event.order_id), lending)
                case Traded(taker_account=owner) if owner == account:
                    walked.trades.append(event)
                case _:
                    pass
            for order_id, lots in _taken_off(event, account):
                if order_id in orders:
                    orders[order_id].open_lots -= lots
        return walked

    def _amend(self, event: OrderAmended, order: _Resting | None, lending: set[MarketId]) -> None:
        if order is None:
            return
        if event.price != order.price or event.open_lots > order.open_lots:
            self.re_entered.add(event.order_id)
            self._enter(event.order_id, order.market in lending)
        order.price, order.open_lots = event.price, event.open_lots

    def _enter(self, order_id: OrderId, is_lending: bool) -> None:
        self.entered.add(order_id)
        if is_lending:
            self.lent.add(order_id)


def _taken_off(event: Event, account: AccountId) -> Iterator[tuple[OrderId, int]]:
    """By how many lots an event lowers which orders of the account."""
    match event:
        case OrderRemoved() if event.account == account:
            yield event.order_id, event.lots
        case OrdersDecremented() if event.account == account:
            yield event.maker_order_id, event.lots
            yield event.taker_order_id, event.lots
        case Traded():
            if event.maker_account == account:
                yield event.maker_order_id, event.lots
            if event.taker_account == account:
                yield event.taker_order_id, event.lots
        case _:
            pass


def is_checked(command: Command, walked: Walked) -> bool:
    """Whether an accepted command was checked (MGN-030)."""
    if isinstance(command, Batch):
        is_always = any(isinstance(inner, ALWAYS_CHECKED) for inner in command.commands)
        return is_always or bool(walked.re_entered)
    if isinstance(command, AmendOrder):
        return bool(walked.re_entered)
    return isinstance(command, ALWAYS_CHECKED)


def resting_orders(
    dump: StateDump, account: AccountId
) -> Iterator[tuple[MarketId, Side, OrderId, int]]:
    """Market, side, id and price of every resting order of an account."""
    for market in dump.markets:
        for orders, side in ((market.bids, Side.BUY), (market.asks, Side.SELL)):
            for order in orders:
                if order.account == account:
                    yield market.market, side, order.order_id, order.price


def _own_orders(dump: StateDump, account: AccountId) -> Iterator[tuple[OrderId, _Resting]]:
    for market in dump.markets:
        for order in (*market.bids, *market.asks):
            if order.account == account:
                yield order.order_id, _Resting(market.market, order.price, order.open_lots)

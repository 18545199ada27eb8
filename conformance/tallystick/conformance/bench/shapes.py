"""The shapes of order flow that are measured, and the flow that a shape and a seed make.

A flow keeps a book of its own while it is written down, so that every cancel names a live order and
the number of live orders stays where the shape wants it. Buyers are accounts with an odd number,
sellers those with an even one: nobody meets an order of his own.
"""

from collections.abc import Iterator

from attrs import define, field, frozen

from tallystick.conformance.bench.book import Book
from tallystick.conformance.bench.book_commands import book_command
from tallystick.conformance.campaign import SplitMix64
from tallystick.reference.types.choices import OrderType, Side
from tallystick.reference.types.commands import (
    AmendOrder,
    CancelOrder,
    Command,
    NewOrder,
    PlaceOrder,
)
from tallystick.reference.types.units import (
    AccountId,
    Lots,
    MarketId,
    OrderId,
    Price,
    PrincipalId,
)

ACCOUNTS = 1_000
MARKET = MarketId(1)
MOST_LOTS = 100
"""Lots of a new order are drawn from 1 to this."""
COMMANDS_PER_STEP = 50
"""After so many commands the middle of the book moves by one gap, or does not."""


@frozen
class Shape:
    """What a flow looks like. Shares are in percent of the commands.

    What is neither a cancel nor an amend is a new order: one that rests while there are fewer live
    orders than `live_orders`, and otherwise one that takes.
    """

    live_orders: int
    levels: int
    """Prices of each side on which new orders come to rest."""
    cancels_percent: int
    amends_percent: int = 0
    gap_ticks: int = 1
    """Between two neighbouring prices."""
    middle: int = 1_000_000
    near_the_middle: bool = True
    """Whether most orders stand near the middle, or all prices have their like share."""
    moves: bool = True
    """Whether the middle of the book moves."""
    sells_only: bool = False
    """Whether all resting orders are sells."""
    post_only_percent: int = 0
    """Of the new orders that are to rest."""
    fok_percent: int = 0
    """Of all new orders."""


@frozen
class _Sent:
    """An order that came to rest."""

    account: AccountId
    order_id: OrderId
    side: Side

    @property
    def key(self) -> tuple[int, int]:
        """By which the book knows it."""
        return self.account, self.order_id


def owner(account: int) -> PrincipalId:
    """Every account has an owner of its own."""
    return PrincipalId(1_000 + account)


@define
class Flow:
    """Commands of one shape, and what has become of their orders."""

    shape: Shape
    random: SplitMix64
    book: Book = field(factory=Book)
    rejected: int = 0
    _middle: int = field(init=False)
    _sent: list[_Sent] = field(factory=list)
    _last_ids: list[int] = field(factory=lambda: [0] * (ACCOUNTS + 1))

    def __attrs_post_init__(self) -> None:
        """Start in the middle."""
        self._middle = self.shape.middle

    def filling(self) -> Iterator[Command]:
        """Resting orders until there are as many as the shape wants."""
        while len(self.book.orders) < self.shape.live_orders:
            yield self._rest(OrderType.LIMIT)

    def commands(self, count: int) -> Iterator[Command]:
        """So many more commands of the shape."""
        shape = self.shape
        for number in range(count):
            if shape.moves and number % COMMANDS_PER_STEP == 0:
                self._middle += (self.random.draw(3) - 1) * shape.gap_ticks
            choice = self.random.draw(100)
            if choice < shape.cancels_percent and self.book.orders:
                yield self._cancel()
            elif choice < shape.cancels_percent + shape.amends_percent and self.book.orders:
                yield self._amend()
            elif self.random.draw(100) < shape.fok_percent:
                yield self._take(OrderType.FOK, 1 + self.random.draw(8))
            elif len(self.book.orders) < shape.live_orders:
                is_post_only = self.random.draw(100) < shape.post_only_percent
                yield self._rest(OrderType.POST_ONLY if is_post_only else OrderType.LIMIT)
            else:
                yield self._take(OrderType.IOC, shape.levels)

    def place_at(self, side: Side, price: int, lots: int, order_type: OrderType) -> PlaceOrder:
        """An order of any account of that side."""
        account = AccountId(1 + 2 * self.random.draw(ACCOUNTS // 2) + (side is Side.SELL))
        self._last_ids[account] += 1
        order_id = OrderId(self._last_ids[account])
        order = NewOrder(order_id, MARKET, side, Price(price), Lots(lots), order_type)
        command = PlaceOrder(owner(account), account, order)
        _kind, *order_fields = book_command(command)
        if not self.book.place(*order_fields):
            self.rejected += 1
        if (account, order_id) in self.book.orders:
            self._sent.append(_Sent(account, order_id, side))
        return command

    def _side(self) -> Side:
        return Side.SELL if self.random.draw(2) else Side.BUY

    def _lots(self) -> int:
        return 1 + self.random.draw(MOST_LOTS)

    def _distance(self) -> int:
        """Gaps between a price and the middle, at least 1."""
        levels = self.shape.levels
        drawn = self.random.draw(levels)
        if self.shape.near_the_middle:
            drawn = drawn * self.random.draw(levels) // levels
        return 1 + drawn

    def _resting_price(self, side: Side) -> int:
        behind = self._distance() * self.shape.gap_ticks
        return self._middle - behind if side is Side.BUY else self._middle + behind

    def _rest(self, order_type: OrderType) -> PlaceOrder:
        """An order behind the middle; it trades if the middle has moved past others."""
        side = Side.SELL if self.shape.sells_only else self._side()
        return self.place_at(side, self._resting_price(side), self._lots(), order_type)

    def _take(self, order_type: OrderType, levels: int) -> PlaceOrder:
        """An order that reaches so many gaps beyond the middle, and does not rest."""
        side = Side.BUY if self.shape.sells_only else self._side()
        reach = levels * self.shape.gap_ticks
        price = self._middle + reach if side is Side.BUY else self._middle - reach
        return self.place_at(side, price, self._lots(), order_type)

    def _draw_live(self) -> tuple[int, _Sent]:
        """Any live order, and its place among those sent; there is one."""
        sent = self._sent
        while True:
            place = self.random.draw(len(sent))
            if sent[place].key in self.book.orders:
                return place, sent[place]
            self._forget(place)

    def _forget(self, place: int) -> None:
        self._sent[place] = self._sent[-1]
        self._sent.pop()

    def _cancel(self) -> CancelOrder:
        place, order = self._draw_live()
        self._forget(place)
        self.book.cancel(*order.key)
        return CancelOrder(owner(order.account), order.account, order.order_id)

    def _amend(self) -> AmendOrder:
        """Half of the amends take lots away in place, where there are two or more."""
        _place, order = self._draw_live()
        resting = self.book.orders[order.key]
        price, lots = resting.price, resting.lots
        if lots > 1 and self.random.draw(2) == 0:
            lots -= 1 + self.random.draw(lots - 1)
        else:
            price = self._resting_price(order.side)
        if not self.book.amend(*order.key, price, lots):
            self.rejected += 1
        return AmendOrder(
            owner(order.account), order.account, order.order_id, Price(price), Lots(lots)
        )

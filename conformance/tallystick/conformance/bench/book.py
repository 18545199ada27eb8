"""The baseline: the order book that a good Python programmer would write in an afternoon.

It matches by price and time and does nothing else: no events, no accounts, no ledger, no undo, no
admission. Every cost of an engine is told as a ratio to the cost of this book in the same run.

A price level is a deque; the ranks of each side are a sorted list, best last; a cancel marks the
order as empty, and the queue drops it when it comes to the head.
"""

from bisect import insort
from collections import deque
from collections.abc import Iterable
from typing import Final

BUY: Final = 0
SELL: Final = 1

PLACE: Final = 0
CANCEL: Final = 1
AMEND: Final = 2

# What may rest is below what may not.
LIMIT: Final = 0
POST_ONLY: Final = 1
IOC: Final = 2
FOK: Final = 3

BookCommand = tuple[int, int, int, int, int, int, int]
"""Kind, account, order id, side, price, lots, order type; a cancel needs only the first three."""
Trade = tuple[int, int, int, int, int, int]
"""Account and order id of the maker, those of the taker, price, lots."""


class Order:
    """A resting order; one without lots has left the book."""

    __slots__ = ("account", "lots", "order_id", "order_type", "price", "side")

    def __init__(
        self, account: int, order_id: int, side: int, price: int, lots: int, order_type: int
    ) -> None:
        self.account = account
        self.order_id = order_id
        self.side = side
        self.price = price
        self.lots = lots
        self.order_type = order_type


class HalfBook:
    """One side: queues by rank, and the ranks in use. The higher a rank, the better its price."""

    __slots__ = ("queues", "ranks")

    def __init__(self) -> None:
        self.ranks: list[int] = []
        self.queues: dict[int, deque[Order]] = {}


class Book:
    """One market. An account never uses an order id twice; nothing is out of range."""

    def __init__(self) -> None:
        """Start without orders."""
        self.halves = (HalfBook(), HalfBook())
        self.orders: dict[tuple[int, int], Order] = {}
        self.trades: list[Trade] = []

    def run(self, commands: Iterable[BookCommand]) -> list[Trade]:
        """Execute commands one after another, and return their trades."""
        self.trades = []
        place, cancel, amend = self.place, self.cancel, self.amend
        for kind, account, order_id, side, price, lots, order_type in commands:
            if kind == PLACE:
                place(account, order_id, side, price, lots, order_type)
            elif kind == CANCEL:
                cancel(account, order_id)
            else:
                amend(account, order_id, price, lots)
        return self.trades

    def place(
        self, account: int, order_id: int, side: int, price: int, lots: int, order_type: int
    ) -> bool:
        """Trade what crosses and rest what may rest; False if the order is refused."""
        rank = price if side == BUY else -price
        opposite = self.halves[1 - side]
        ranks = opposite.ranks
        if ranks and ranks[-1] >= -rank:
            if order_type == FOK and not _holds(opposite, -rank, lots):
                return False
            if order_type == POST_ONLY and _holds(opposite, -rank, 1):
                return False
            lots = self._match(opposite, -rank, account, order_id, lots)
        elif order_type == FOK:
            return False
        if lots and order_type < IOC:
            order = Order(account, order_id, side, price, lots, order_type)
            self.orders[account, order_id] = order
            own = self.halves[side]
            queue = own.queues.get(rank)
            if queue is None:
                own.queues[rank] = deque((order,))
                insort(own.ranks, rank)
            else:
                queue.append(order)
        return True

    def cancel(self, account: int, order_id: int) -> bool:
        """Take an order off the book; False if it is not there."""
        order = self.orders.pop((account, order_id), None)
        if order is None:
            return False
        order.lots = 0
        return True

    def amend(self, account: int, order_id: int, price: int, lots: int) -> bool:
        """Reduce an order in its place, or let it enter again; False if that is refused."""
        order = self.orders.get((account, order_id))
        if order is None:
            return False
        if price == order.price and lots <= order.lots:
            order.lots = lots
            return True
        former_lots = order.lots
        order.lots = 0
        del self.orders[account, order_id]
        if self.place(account, order_id, order.side, price, lots, order.order_type):
            return True
        order.lots = former_lots
        self.orders[account, order_id] = order
        return False

    def _match(self, opposite: HalfBook, worst: int, account: int, order_id: int, lots: int) -> int:
        """Trade with every order ranked `worst` or better; return the lots that are left."""
        ranks, orders, trades = opposite.ranks, self.orders, self.trades
        while ranks and ranks[-1] >= worst:
            queue = opposite.queues[ranks[-1]]
            while queue:
                maker = queue[0]
                open_lots = maker.lots
                maker_key = maker.account, maker.order_id
                if open_lots > lots:
                    maker.lots = open_lots - lots
                    trades.append((*maker_key, account, order_id, maker.price, lots))
                    return 0
                if open_lots:
                    trades.append((*maker_key, account, order_id, maker.price, open_lots))
                    lots -= open_lots
                    del orders[maker_key]
                queue.popleft()
                if not lots:
                    return 0
            del opposite.queues[ranks.pop()]
        return lots


def _holds(half: HalfBook, worst: int, lots: int) -> bool:
    """Whether the orders ranked `worst` or better have that many lots."""
    for rank in reversed(half.ranks):
        if rank < worst:
            return False
        for order in half.queues[rank]:
            lots -= order.lots
            if lots <= 0:
                return True
    return False

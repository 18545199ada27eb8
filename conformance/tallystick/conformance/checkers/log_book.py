"""Resting orders of one market, as a log tells of them; every operation is O(log n)."""

from collections import OrderedDict
from heapq import heappop, heappush

from attrs import define, field

from tallystick.reference.types.choices import Side


@define(eq=False)
class LoggedOrder:
    """An order of a log."""

    name: str
    account: str | None
    side: Side
    price: int | None
    """None for a market order, which never rests."""
    open_lots: int
    order_type: str
    shrunk: bool = False
    """Whether it has lost lots and kept its place (MAT-011)."""

    def crosses(self, resting: "LoggedOrder") -> bool:
        """Whether this order and an opposite one cross (MAT-012)."""
        if self.price is None or resting.price is None:
            return True
        if self.side is Side.BUY:
            return self.price >= resting.price
        return self.price <= resting.price

    def is_own(self, other: "LoggedOrder") -> bool | None:
        """Whether both are of one account; None if the log does not say."""
        if self.account is None or other.account is None:
            return None
        return self.account == other.account


@define
class _BookSide:
    """Levels by rank, which is lower for the better price; a rank may stand in the heap twice."""

    levels: dict[int, OrderedDict[str, LoggedOrder]] = field(factory=dict)
    ranks: list[int] = field(factory=list)


class LoggedBook:
    """Both sides of one market; the order of joining decides at one price (MAT-010)."""

    def __init__(self) -> None:
        self._orders: dict[str, LoggedOrder] = {}
        self._sides = {side: _BookSide() for side in Side}

    def resting(self, name: str) -> LoggedOrder | None:
        """The resting order of that name."""
        return self._orders.get(name)

    def best(self, side: Side) -> LoggedOrder | None:
        """The order of the side that trades first."""
        book_side = self._sides[side]
        while book_side.ranks:
            level = book_side.levels.get(book_side.ranks[0])
            if level is not None:
                return next(iter(level.values()))
            heappop(book_side.ranks)
        return None

    def join(self, order: LoggedOrder) -> None:
        """Put an order behind those of its price."""
        rank, book_side = _rank(order), self._sides[order.side]
        if rank not in book_side.levels:
            # Not a plain dict: the first key of one that loses its first keys is slow to find.
            book_side.levels[rank] = OrderedDict()
            heappush(book_side.ranks, rank)
        book_side.levels[rank][order.name] = order
        self._orders[order.name] = order

    def leave(self, order: LoggedOrder) -> None:
        """Take an order off its side."""
        rank, levels = _rank(order), self._sides[order.side].levels
        del levels[rank][order.name], self._orders[order.name]
        if not levels[rank]:
            del levels[rank]

    def shrink(self, order: LoggedOrder, lots: int) -> None:
        """Take lots from a resting order, which keeps its place unless none are left."""
        order.open_lots -= lots
        order.shrunk = True
        if order.open_lots == 0:
            self.leave(order)


def _rank(order: LoggedOrder) -> int:
    assert order.price is not None
    return -order.price if order.side is Side.BUY else order.price

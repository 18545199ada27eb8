"""What rests unseen: the opening book, and levels that were out of view.

Orders come and go unseen at prices behind the last level shown. When a level comes into view, its
total is known from the book row, but its orders are so in part only:

- *Told*: an order whose later cancels (types 2 and 3) take off so and so much rested with at least
  that; its id says when it came, as ids count up. With *hindsight*, later executions tell it too.
- *Doubtful*: an order that was seen before and that no later row tells of. Those are kept whose
  sizes make up the total, rather more than fewer, rather older than younger.
- *Nameless*: one order for all that remains of the total. It stands behind the last doubtful order,
  or else in front: what is cancelled later is rarely executed before. With hindsight it stands at
  the end, as no later row executes it.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from attrs import define, field

from tallystick.conformance.flows.lobster_book import Place, Queue
from tallystick.conformance.flows.lobster_rows import Kind, Row

MOST_DOUBTFUL = 12
"""Beyond so many doubtful orders the oldest that fit are kept, without looking for a sum."""

_Order = tuple[int, int]
"""Id and lots."""


@define
class Foresight:
    """What later rows tell about the orders of a place."""

    hindsight: bool
    arrived: set[int] = field(factory=set)
    """Orders with a row of their own that enters them."""
    _later: dict[int, list[_Order]] = field(factory=dict)
    """By order, line and lots of what leaves it."""
    _unseen: dict[Place, list[int]] = field(factory=dict)
    """By place, the orders that no row enters, ascending."""
    _next_ids: list[int] = field(factory=list)
    """By line, the first id given after it. An older order that is shown late is not counted."""

    @classmethod
    def of(cls, rows: Sequence[Row], *, hindsight: bool) -> "Foresight":
        """Read everything once, from the end."""
        telling = {Kind.REDUCED, Kind.DELETED} | ({Kind.EXECUTED} if hindsight else set())
        entered = [row for row in rows if row.kind is Kind.NEW]
        foresight = cls(hindsight, {row.order_id for row in entered})
        for row in rows:
            if row.kind in telling:
                foresight._note(row)
        for order_ids in foresight._unseen.values():
            order_ids.sort()
        foresight._next_ids = list(_next_ids(rows))
        return foresight

    def remaining(self, order_id: int, line: int) -> int:
        """How much later rows take off an order: it has at least that after a line."""
        return sum(lots for at, lots in self._later.get(order_id, ()) if at > line)

    def unseen(self, place: Place, line: int) -> list[_Order]:
        """Orders that no row enters and that rest at a place after a line, oldest first."""
        bound = self._next_ids[line]
        older = [order_id for order_id in self._unseen.get(place, ()) if order_id < bound]
        sized = [(order_id, self.remaining(order_id, line)) for order_id in older]
        return [(order_id, lots) for order_id, lots in sized if lots]

    def _note(self, row: Row) -> None:
        if row.order_id not in self.arrived and row.order_id not in self._later:
            self._unseen.setdefault((row.side, row.price), []).append(row.order_id)
        self._later.setdefault(row.order_id, []).append((row.line, row.lots))


def _next_ids(rows: Sequence[Row]) -> Iterator[int]:
    """By line, from 0: the id of the next order entered that is younger than all before."""
    highest = 0
    line = 0
    for row in rows:
        if row.kind is Kind.NEW and row.order_id > highest:
            highest = row.order_id
            while line < row.line:
                yield highest
                line += 1
    last = max((row.order_id for row in rows), default=0)
    while line <= len(rows):
        yield last + 1
        line += 1


def queue_of_total(
    foresight: Foresight, place: Place, line: int, before: Queue, total: int, nameless_id: int
) -> list[_Order]:
    """The orders at a place that has come into view with so many lots, first in time first.

    `before` is what is known to have rested there.
    """
    told = {order_id for order_id in before if foresight.remaining(order_id, line)}
    new = [order for order in foresight.unseen(place, line) if order[0] not in before]
    kept = {order_id: lots for order_id, lots in before.items() if order_id in told}
    rest = total - sum(kept.values()) - sum(lots for _, lots in new)
    rest = _drop_youngest(new, kept, rest)
    doubtful = [(order_id, lots) for order_id, lots in before.items() if order_id not in told]
    stayed = _with_sum(doubtful, rest)
    kept.update(stayed)
    queue = [(order_id, kept[order_id]) for order_id in before if order_id in kept]
    for order in new:
        younger = (i for i, (order_id, _) in enumerate(queue) if order_id > order[0])
        queue.insert(next(younger, len(queue)), order)
    rest -= sum(lots for _, lots in stayed)
    if rest > 0:
        stayed_ids = {order_id for order_id, _ in stayed}
        behind = [i for i, (order_id, _) in enumerate(queue, start=1) if order_id in stayed_ids]
        position = len(queue) if foresight.hindsight else max(behind, default=0)
        queue.insert(position, (nameless_id, rest))
    return queue


def _drop_youngest(new: list[_Order], kept: dict[int, int], rest: int) -> int:
    """Where later rows tell of more than the total, drop orders until it is enough."""
    while rest < 0 and new:
        rest += new.pop()[1]
    while rest < 0 and kept:
        rest += kept.popitem()[1]
    return rest


def _with_sum(orders: Sequence[_Order], total: int) -> list[_Order]:
    """As many orders as possible with that sum, the oldest; or else the oldest that fit in."""
    if len(orders) <= MOST_DOUBTFUL:
        for count in range(len(orders), 0, -1):
            for chosen in combinations(orders, count):
                if sum(lots for _, lots in chosen) == total:
                    return list(chosen)
    fitting: list[_Order] = []
    for order_id, lots in orders:
        if lots <= total:
            fitting.append((order_id, lots))
            total -= lots
    return fitting

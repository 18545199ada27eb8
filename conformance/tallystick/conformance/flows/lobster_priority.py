"""Whether the venue itself kept price-time priority, wherever the recording tells a whole queue.

A queue is known from the first order that makes its level in view; from then on every order in it
has been seen to arrive. It stays known out of view if the level comes back with the total that
these orders have, with those that later rows tell (`lobster_unseen`); and until a row is about an
order that is not in it. No engine and no command is involved: this judges the recording.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from attrs import define, field

from tallystick.conformance.flows.lobster_book import Place
from tallystick.conformance.flows.lobster_rows import Kind, Level, Row
from tallystick.conformance.flows.lobster_unseen import Foresight
from tallystick.reference.types.choices import Side


@define
class PriorityRecord:
    """Lines of executions in queues that are known as a whole."""

    known: set[int] = field(factory=set)
    out_of_turn: set[int] = field(factory=set)
    """Those at which an older order, or a better price, was passed over."""


@define
class _Queues:
    """The known queues, first in time first; as the venue's rows say, also of executions."""

    _foresight: Foresight
    record: PriorityRecord = field(factory=PriorityRecord)
    _queues: dict[Place, dict[int, int]] = field(factory=dict)

    def open(self, first: Row) -> None:
        """Begin with the levels of the first row."""
        for side in Side:
            self._enter(first, side, _prices(first.shown(side)))

    def take_in(self, before: Row, row: Row) -> None:
        """Go on to the next row."""
        place = (row.side, row.price)
        seen_before = before.shown(row.side)
        if row.kind is Kind.NEW:
            if row.price not in _prices(seen_before):
                self._queues[place] = {}
            if place in self._queues:
                self._queues[place][row.order_id] = row.lots
        elif row.kind in (Kind.REDUCED, Kind.DELETED, Kind.EXECUTED) and place in self._queues:
            if row.kind is Kind.EXECUTED and row.order_id in self._queues[place]:
                self._judge(row, seen_before)
            self._reduce(place, row)
        for side in Side:
            if row.shown(side) is not before.shown(side):
                entered = _prices(row.shown(side)) - _prices(before.shown(side))
                self._enter(row, side, entered - {row.price} if row.kind is Kind.NEW else entered)
        if place in self._queues and not self._has_total(place, row):
            del self._queues[place]

    def _judge(self, row: Row, seen_before: Sequence[Level]) -> None:
        first = next(iter(self._queues[row.side, row.price]), None)
        self.record.known.add(row.line)
        best_prices = _prices(seen_before[:1])
        if first != row.order_id or row.price not in best_prices:
            self.record.out_of_turn.add(row.line)

    def _reduce(self, place: Place, row: Row) -> None:
        """An order that is not there, or has less, makes the queue an unknown one."""
        queue = self._queues[place]
        left = queue.get(row.order_id, 0) - row.lots
        if left > 0:
            queue[row.order_id] = left
        elif left == 0:
            del queue[row.order_id]
        else:
            del self._queues[place]

    def _enter(self, row: Row, side: Side, prices: Iterable[int]) -> None:
        """Levels that come into view: known if later rows tell just what is not known before."""
        for price in prices:
            place = (side, price)
            queue = self._queues.setdefault(place, {})
            told = self._foresight.unseen(place, row.line)
            for order_id, lots in told:
                queue.setdefault(order_id, lots)
            self._queues[place] = dict(sorted(queue.items())) if told else queue
            if not self._has_total(place, row):
                del self._queues[place]

    def _has_total(self, place: Place, row: Row) -> bool:
        shown = dict(row.shown(place[0])).get(place[1], 0)
        return shown == sum(self._queues[place].values()) > 0


def priority_record(rows: Sequence[Row], foresight: Foresight) -> PriorityRecord:
    """Judge all executions behind the first row."""
    queues = _Queues(foresight)
    queues.open(rows[0])
    for before, row in pairwise(rows):
        queues.take_in(before, row)
    return queues.record


def _prices(levels: Sequence[Level]) -> set[int]:
    return {price for price, _ in levels}

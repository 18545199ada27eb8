"""The book at the first snapshot of a log: which orders rest, how large, in which order.

The replay starts at the first `order_book` row; what stands before it is history. Three kinds of
order rest there, and only order rows and snapshots say so, never a trade:

- *Told*: the first row about an order without a creation is its deletion with an open size, so
  that was its size all the time.
- *Seen*: the first row is a fill (changed, or deleted with nothing left). Its size is what the
  first snapshot that shows its price has there beyond all known orders. Where several such orders
  share a price only their sum is known; the oldest then stands for all of them.
- *Nameless*: what every snapshot that reaches a price shows there beyond all known orders. These
  orders rest through the whole log without a row of their own.

Named orders stand in the order of their ids, which is that of their arrival; nameless ones behind.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import define, field, frozen

from tallystick.conformance.flows.bitstamp_rows import Action, BookRow, Level, OrderRow, Row
from tallystick.conformance.flows.bounded_text import FlowInputError
from tallystick.reference.types.choices import Side

Place = tuple[Side, int]
"""A side and a price in cents."""
_Sized = tuple[Side, int, int]


@frozen
class Seed:
    """An order that rests at the first snapshot; nameless ones have no id."""

    order_id: int | None
    side: Side
    cents: int
    satoshi: int


@frozen
class OpeningBook:
    """What rests at the first snapshot."""

    seeds: tuple[Seed, ...]
    shared_ids: frozenset[int]
    """Orders of which only the sum of their sizes with others at their price is known."""
    unseen_ids: frozenset[int]
    """Orders older than the snapshot of whose size no snapshot tells."""


def split_history(rows: Sequence[Row], source: str) -> tuple[Sequence[Row], BookRow, Sequence[Row]]:
    """Rows before the first snapshot, it, and those after; FlowInputError if there is none."""
    for index, row in enumerate(rows):
        if isinstance(row, BookRow):
            return rows[:index], row, rows[index + 1 :]
    raise FlowInputError(
        f"{source}: no order_book row in {len(rows):,} lines, so nothing says what rests at first"
    )


def opening_book(first: BookRow, later: Sequence[Row]) -> OpeningBook:
    """Work out the book at a snapshot from it and the rows that follow."""
    told, silent = _older_orders(later)
    survey = _Survey(told, silent)
    survey.look(first)
    for row in later:
        survey.look(row)
    named = sorted(survey.sized.items())
    seeds = [Seed(order_id, side, cents, satoshi) for order_id, (side, cents, satoshi) in named]
    for (side, cents), satoshi in sorted(survey.beyond.items()):
        if satoshi > 0:
            seeds.append(Seed(None, side, cents, satoshi))
    return OpeningBook(tuple(seeds), frozenset(survey.shared_ids), frozenset(survey.unseen))


def _older_orders(later: Sequence[Row]) -> tuple[dict[int, _Sized], dict[int, Place]]:
    """Orders without a creation: those whose first row tells their size, and the others."""
    orders = [row for row in later if isinstance(row, OrderRow)]
    created = {row.order_id for row in orders if row.action is Action.CREATED}
    told: dict[int, _Sized] = {}
    silent: dict[int, Place] = {}
    for row in orders:
        if row.order_id in created or row.order_id in told or row.order_id in silent:
            continue
        if row.action is Action.DELETED and row.satoshi:
            told[row.order_id] = (row.side, row.cents, row.satoshi)
        else:
            silent[row.order_id] = (row.side, row.cents)
    return told, silent


@define
class _Survey:
    """Follows the log's own sizes and holds them against every snapshot."""

    sized: dict[int, _Sized]
    _silent: dict[int, Place]
    shared_ids: set[int] = field(factory=set)
    unseen: set[int] = field(factory=set)
    beyond: dict[Place, int] = field(factory=dict)
    """Least that any snapshot showed beyond the known orders, of every price ever shown."""
    _open: dict[int, _Sized] = field(factory=dict)
    _known: Counter[Place] = field(factory=Counter)

    def __attrs_post_init__(self) -> None:
        for order_id, sized in self.sized.items():
            self._update(order_id, sized)

    def look(self, row: Row) -> None:
        """Take one row in."""
        if isinstance(row, BookRow):
            for side, levels in ((Side.BUY, row.bids), (Side.SELL, row.asks)):
                self._size_silent(side, dict(levels))
                self._note_beyond(side, levels)
        elif isinstance(row, OrderRow):
            if self._silent.pop(row.order_id, None) is not None:
                self.unseen.add(row.order_id)
            gone = row.action is Action.DELETED
            self._update(row.order_id, None if gone else (row.side, row.cents, row.satoshi))

    def _update(self, order_id: int, sized: _Sized | None) -> None:
        if order_id in self._open:
            side, cents, satoshi = self._open.pop(order_id)
            self._known[side, cents] -= satoshi
        if sized is not None:
            side, cents, satoshi = sized
            self._open[order_id] = sized
            self._known[side, cents] += satoshi

    def _size_silent(self, side: Side, shown: dict[int, int]) -> None:
        """Size the silent orders of every price that the snapshot shows."""
        here: dict[int, list[int]] = {}
        for order_id, (of, cents) in sorted(self._silent.items()):
            if of is side and cents in shown:
                here.setdefault(cents, []).append(order_id)
        for cents, order_ids in here.items():
            satoshi = shown[cents] - self._known[side, cents]
            if satoshi <= 0:
                continue
            for order_id in order_ids:
                del self._silent[order_id]
            if len(order_ids) > 1:
                self.shared_ids.update(order_ids)
            oldest = order_ids[0]
            self.sized[oldest] = (side, cents, satoshi)
            self._update(oldest, self.sized[oldest])

    def _note_beyond(self, side: Side, levels: tuple[Level, ...]) -> None:
        if not levels:
            return
        shown = dict(levels)
        for cents in _reached(side, levels, self.beyond):
            place = (side, cents)
            excess = shown.get(cents, 0) - self._known[place]
            self.beyond[place] = min(self.beyond.get(place, excess), excess)


def _reached(side: Side, levels: tuple[Level, ...], beyond: dict[Place, int]) -> Iterator[int]:
    """Prices shown, and those noted before that the snapshot reaches without showing them."""
    prices = [cents for cents, _ in levels]
    yield from prices
    shown, low, high = set(prices), min(prices), max(prices)
    for place, excess in beyond.items():
        if place[0] is side and excess > 0 and low <= place[1] <= high and place[1] not in shown:
            yield place[1]

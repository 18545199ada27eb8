"""A LOBSTER recording as commands of a `spot/1` venue.

What comes from where:

- *Order entry* is what the messages say: type 1 a limit order, type 2 an amend to the smaller size,
  type 3 a cancel. Types 5 (hidden execution) and 7 (halt) change no visible book and give nothing.
- *Takers* leave no message of their own. A run of executions (type 4) of one time and direction is
  one IOC order: its size is their sum, its limit their worst price. Nothing else of an execution
  becomes a command: not the maker, not the size of the single trade. Makers trade by matching.
- *Corrections* are for what nobody saw: orders behind the last level shown. They make the levels in
  view those of the book row after a moment. Which orders make up a level is worked out from order
  entry (`lobster_unseen`); with hindsight, from the ids and sizes of later executions too. The
  book to correct is what price-time priority makes of the commands so far (`lobster_book`), not
  what an engine answered: an engine that matches otherwise is not put right.
- The book at the start is that of the first row; what that row itself tells is history.
- The clock moves once a minute: no message depends on it.

An engine cannot let an order in between others. Where a correction does, the orders behind it are
cancelled and entered again.
"""

from collections.abc import Iterator
from enum import Enum, auto, unique
from itertools import count

from attrs import define, field, frozen

from tallystick.conformance.flows.event_book import OrderName
from tallystick.conformance.flows.lobster_book import ExpectedBook, Place
from tallystick.conformance.flows.lobster_moments import Moment, moments
from tallystick.conformance.flows.lobster_rows import Kind, Recording, Row
from tallystick.conformance.flows.lobster_unseen import Foresight, queue_of_total
from tallystick.conformance.flows.lobster_venue import lobster_opening, place_order
from tallystick.conformance.flows.venue import OPERATOR, owner
from tallystick.reference.types.choices import OrderType, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    AmendOrder,
    CancelOrder,
    Command,
    PlaceOrder,
)
from tallystick.reference.types.units import Lots, Milliseconds, Price

CLOCK_MILLISECONDS = 60_000
NANOSECONDS_PER_MILLISECOND = 1_000_000


@unique
class Part(Enum):
    """Why a command is given."""

    OPENING = auto()
    ENTRY = auto()
    TAKER = auto()
    CORRECTION = auto()


@frozen
class LobsterStep:
    """A command, and the line that it belongs to; of a moment, its last."""

    command: Command
    line: int
    part: Part


@define
class LobsterReplay:
    """Makes the steps of a recording."""

    recording: Recording
    foresight: Foresight
    order_ids: dict[OrderName, int] = field(factory=dict)
    """The venue's id of each order, below 0 where there is none; filled in with the steps."""
    _book: ExpectedBook = field(factory=ExpectedBook)
    _names: dict[int, OrderName] = field(factory=dict)
    _order_numbers: "count[int]" = field(factory=lambda: count(1))
    _nameless_ids: "count[int]" = field(factory=lambda: count(-1, -1))

    @classmethod
    def of(cls, recording: Recording, *, hindsight: bool) -> "LobsterReplay":
        """Prepare a recording."""
        return cls(recording, Foresight.of(recording.rows, hindsight=hindsight))

    def steps(self) -> Iterator[LobsterStep]:
        """Every command, with the line it belongs to."""
        first, *later = self.recording.rows
        for command in (*lobster_opening(), *self._corrections(None, first)):
            yield LobsterStep(command, 0, Part.OPENING)
        before, minute = first, -1
        for moment in moments(later):
            row = moment.last
            milliseconds = row.nanoseconds // NANOSECONDS_PER_MILLISECOND
            if milliseconds // CLOCK_MILLISECONDS != minute:
                minute = milliseconds // CLOCK_MILLISECONDS
                yield LobsterStep(
                    AdvanceTime(OPERATOR, Milliseconds(milliseconds)), row.line, Part.ENTRY
                )
            if moment.executions:
                yield LobsterStep(self._take(moment), row.line, Part.TAKER)
            else:
                for command in self._entry(row):
                    yield LobsterStep(command, row.line, Part.ENTRY)
            for command in self._corrections(before, row):
                yield LobsterStep(command, row.line, Part.CORRECTION)
            before = row

    def _entry(self, row: Row) -> Iterator[Command]:
        """What the owner of an order has sent, if it is about an order that we have."""
        if row.kind is Kind.NEW:
            yield self._enter(row.order_id, (row.side, row.price), row.lots)
        elif row.kind in (Kind.REDUCED, Kind.DELETED):
            place = self._book.place_of(row.order_id)
            if place is None:
                return
            open_lots = self._book.queue(place)[row.order_id]
            left = open_lots - row.lots if row.kind is Kind.REDUCED else 0
            yield self._shrink(row.order_id, place, max(0, left))

    def _take(self, moment: Moment) -> PlaceOrder:
        """The incoming order of which only its executions tell."""
        executions = moment.executions
        maker_side = executions[0].side
        prices = [row.price for row in executions]
        limit = min(prices) if maker_side is Side.BUY else max(prices)
        lots = sum(row.lots for row in executions)
        self._book.take(maker_side, limit, lots)
        side = Side.SELL if maker_side is Side.BUY else Side.BUY
        number = next(self._order_numbers)
        return place_order(number, number, side, limit, lots, OrderType.IOC)

    def _corrections(self, before: Row | None, row: Row) -> Iterator[Command]:
        """Bring the levels in view to those of a row; `before` is the row before its moment."""
        for side in Side:
            shown = row.shown(side)
            seen_before = () if before is None else before.shown(side)
            known = self._book.best(side, self.recording.levels)
            if known == shown and shown is seen_before:
                continue
            shown_prices = {price for price, _ in shown}
            is_full = len(shown) == self.recording.levels
            for price in self._book.prices(side, shown[-1][0] if is_full else None):
                if price not in shown_prices:
                    yield from self._change((side, price), [])
            entered = shown_prices - {price for price, _ in seen_before}
            for price, lots in shown:
                place = (side, price)
                held = sum(self._book.queue(place).values())
                if held != lots or (price in entered and self._is_news(place, row.line)):
                    yield from self._settle(place, row.line, lots)

    def _is_news(self, place: Place, line: int) -> bool:
        """Whether later rows tell of orders at a place that we do not have."""
        return any(
            self._book.place_of(order_id) is None
            for order_id, _ in self.foresight.unseen(place, line)
        )

    def _settle(self, place: Place, line: int, total: int) -> Iterator[Command]:
        """Let a place hold a total, by the orders that seem to make it up."""
        before = self._book.queue(place)
        nameless_id = next(self._nameless_ids)
        queue = queue_of_total(self.foresight, place, line, before, total, nameless_id)
        yield from self._change(place, queue)

    def _change(self, place: Place, queue: list[tuple[int, int]]) -> Iterator[Command]:
        """Let these orders stand at a place, in this order; as many as can be stay as they are."""
        before = dict(self._book.queue(place))
        stays: dict[int, int] = {}
        for order_id, lots in queue:
            if lots > before.get(order_id, 0):
                break
            stays[order_id] = lots
        for order_id, lots in before.items():
            left = stays.get(order_id, 0)
            if left < lots:
                yield self._shrink(order_id, place, left)
        for order_id, lots in queue[len(stays) :]:
            yield self._enter(order_id, place, lots)

    def _enter(self, order_id: int, place: Place, lots: int) -> PlaceOrder:
        side, price = place
        self._book.enter(order_id, place, lots)
        number = next(self._order_numbers)
        command = place_order(order_id, number, side, price, lots, OrderType.LIMIT)
        name = (command.account, command.order.order_id)
        self._names[order_id] = name
        self.order_ids[name] = order_id
        return command

    def _shrink(self, order_id: int, place: Place, lots: int) -> CancelOrder | AmendOrder:
        """Leave an order with fewer lots than it has, or take it off the book."""
        open_lots = self._book.queue(place)[order_id]
        self._book.reduce(order_id, open_lots - lots)
        account, number = self._names[order_id]
        if lots == 0:
            return CancelOrder(owner(account), account, number)
        return AmendOrder(owner(account), account, number, Price(place[1]), Lots(lots))

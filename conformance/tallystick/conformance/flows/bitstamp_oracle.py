"""Records, while a replay runs, what the venue's own record will be held against."""

from collections.abc import Mapping, Sequence

from attrs import define, field, frozen

from tallystick.conformance.flows.bitstamp_replay import BitstampReplay, FlowStep
from tallystick.conformance.flows.bitstamp_rows import BOOK_LEVELS, BookRow, OrderRow, Row
from tallystick.conformance.flows.event_book import EventBook
from tallystick.reference.types.choices import Side
from tallystick.reference.types.commands import CancelOrder
from tallystick.reference.types.events import OrderRemoved, Traded
from tallystick.reference.types.outcome import Outcome, Rejected

Fill = tuple[int, int]
"""The venue's id of an order, and the satoshi left of it after a trade."""


@frozen
class EngineTrade:
    """A trade of the engines, and what it left of both orders."""

    line: int
    """Of the row whose command traded."""
    milliseconds: int
    cents: int
    satoshi: int
    maker: Fill
    taker: Fill


@frozen
class Cancel:
    """A cancel, with the sizes that the venue and the engines took off the book."""

    line: int
    order_id: int
    venue_satoshi: int
    engine_satoshi: int
    """0 if the engines no longer had the order."""

    @property
    def short_satoshi(self) -> int:
        """How much less the engines had than the venue."""
        return self.venue_satoshi - self.engine_satoshi


@define
class BitstampOracle:
    """The watcher of a replay (see `driver.drive`)."""

    _replay: BitstampReplay
    _steps: Sequence[FlowStep]
    trades: list[EngineTrade] = field(factory=list)
    cancels: list[Cancel] = field(factory=list)
    """Without those that the log repeats."""
    repeated_cancels: int = 0
    books: int = 0
    books_equal: int = 0
    books_best_equal: int = 0
    covered_line: int = 0
    """Last line before that of the next command: what the venue tells until there is replayed."""
    _rows: Mapping[int, Row] = field(init=False)
    _end_line: int = field(init=False)
    _book: EventBook = field(factory=EventBook)
    _cancelled_ids: set[int] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        """Index the rows: a step knows only its line."""
        self._rows = {row.line: row for row in (self._replay.first, *self._replay.later)}
        self._end_line = max(self._rows) + 1

    def __call__(self, position: int, outcome: Outcome) -> None:
        """Take one outcome in."""
        step = self._steps[position]
        row = self._rows.get(step.line)
        events = () if isinstance(outcome, Rejected) else outcome.events
        for event in events:
            self._book.fold(event)
            if isinstance(event, Traded) and row is not None:
                self._note_trade(event, row)
        if isinstance(row, BookRow):
            self._compare_book(row)
        elif isinstance(row, OrderRow) and isinstance(step.command, CancelOrder):
            removed = [event.lots for event in events if isinstance(event, OrderRemoved)]
            self._note_cancel(row, sum(removed))
        rest = self._steps[position + 1 : position + 2]
        next_line = rest[0].line if rest else self._end_line
        self.covered_line = max(self.covered_line, next_line - 1)

    def _note_trade(self, event: Traded, row: Row) -> None:
        maker = (event.maker_account, event.maker_order_id)
        taker = (event.taker_account, event.taker_order_id)
        ids = self._replay.order_ids
        self.trades.append(
            EngineTrade(
                line=row.line,
                milliseconds=row.milliseconds,
                cents=event.price,
                satoshi=event.lots,
                maker=(ids[maker], self._book.open_lots(maker)),
                taker=(ids[taker], self._book.open_lots(taker)),
            )
        )

    def _note_cancel(self, row: OrderRow, engine_satoshi: int) -> None:
        if row.order_id in self._cancelled_ids:
            self.repeated_cancels += 1
            return
        self._cancelled_ids.add(row.order_id)
        self.cancels.append(Cancel(row.line, row.order_id, row.satoshi, engine_satoshi))

    def _compare_book(self, row: BookRow) -> None:
        bids = self._book.best(Side.BUY, BOOK_LEVELS)
        asks = self._book.best(Side.SELL, BOOK_LEVELS)
        self.books += 1
        self.books_equal += (bids, asks) == (row.bids, row.asks)
        self.books_best_equal += (bids[:1], asks[:1]) == (row.bids[:1], row.asks[:1])

"""Records, while a LOBSTER replay runs, how the engines' trades and books are like the venue's."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field, frozen

from tallystick.conformance.flows.event_book import EventBook, OrderName
from tallystick.conformance.flows.lobster_moments import Moment, moments
from tallystick.conformance.flows.lobster_replay import LobsterReplay, LobsterStep, Part
from tallystick.conformance.flows.lobster_rows import Kind, Row
from tallystick.reference.types.choices import Side
from tallystick.reference.types.commands import CancelOrder, PlaceOrder
from tallystick.reference.types.events import OrderRemoved, Traded
from tallystick.reference.types.outcome import Outcome, Rejected


@frozen
class Fill:
    """A trade with one resting order."""

    price: int
    lots: int
    maker_id: int
    """The venue's id; below 0 for an order of the engines that stands for nameless ones."""


@frozen
class Taken:
    """What an incoming order met, at the venue and in the engines, each in its order."""

    lines: tuple[int, ...]
    """Of the executions."""
    venue: tuple[Fill, ...]
    engine: tuple[Fill, ...]
    nameless_ids: frozenset[int]
    """Makers of the venue that did not rest under their ids in the engines."""
    has_hidden: bool
    """Hidden orders were executed in between."""

    @property
    def is_exact(self) -> bool:
        """Every trade has the price, the size and the maker of the venue's."""
        return self.venue == self.engine

    @property
    def is_reproduced(self) -> bool:
        """The same, where the sizes of nameless makers in a row count as a sum."""
        return self._merged(self.venue) == self._merged(self.engine)

    @property
    def has_same_sizes(self) -> bool:
        """Every trade has the price and the size of the venue's; makers are not compared."""
        venue, engine = self.venue, self.engine
        return [(fill.price, fill.lots) for fill in venue] == [
            (fill.price, fill.lots) for fill in engine
        ]

    def _merged(self, fills: Iterable[Fill]) -> list[Fill]:
        merged: list[Fill] = []
        for fill in fills:
            if fill.maker_id > 0 and fill.maker_id not in self.nameless_ids:
                merged.append(fill)
                continue
            lots = fill.lots
            if merged and (merged[-1].price, merged[-1].maker_id) == (fill.price, 0):
                lots += merged.pop().lots
            merged.append(Fill(fill.price, lots, 0))
        return merged


@frozen
class Deletion:
    """A deletion, with the sizes that the venue and the engines took off the book."""

    line: int
    order_id: int
    venue_lots: int
    engine_lots: int
    """0 if the engines no longer had the order."""


@define
class LobsterOracle:
    """The watcher of a replay (see `driver.drive`)."""

    _replay: LobsterReplay
    _steps: Sequence[LobsterStep]
    taken: list[Taken] = field(factory=list)
    corrections: int = 0
    """Commands that stand for what happened out of view."""
    deletions: int = 0
    deletions_foretold: int = 0
    """Those of orders that arrived out of view: the row itself was what told their size."""
    deletions_different: list[Deletion] = field(factory=list)
    books: int = 0
    """Rows compared: of every moment the last, before corrections."""
    best_different: list[int] = field(factory=list)
    """Lines after which a best price, or its size, was not the venue's."""
    levels_different: list[int] = field(factory=list)
    """Lines after which any level was not, of those in view before and after."""
    _book: EventBook = field(factory=EventBook)
    _resting: dict[int, OrderName] = field(factory=dict)
    _moments: Sequence[Moment] = field(init=False)
    _moment_of: Mapping[int, int] = field(init=False)
    _removed: dict[int, int] = field(factory=dict)
    """By line, the lots that cancels took off."""

    def __attrs_post_init__(self) -> None:
        """Index the moments: a step knows only its line."""
        self._moments = tuple(moments(self._replay.recording.rows[1:]))
        self._moment_of = {moment.last.line: i for i, moment in enumerate(self._moments)}

    def __call__(self, position: int, outcome: Outcome) -> None:
        """Take one outcome in."""
        step = self._steps[position]
        events = () if isinstance(outcome, Rejected) else outcome.events
        if step.part is Part.TAKER:
            trades = [event for event in events if isinstance(event, Traded)]
            self._note_taken(self._moments[self._moment_of[step.line]], trades)
        for event in events:
            self._book.fold(event)
        if isinstance(step.command, PlaceOrder) and step.part is not Part.TAKER:
            name = (step.command.account, step.command.order.order_id)
            self._resting[self._replay.order_ids[name]] = name
        elif isinstance(step.command, CancelOrder) and step.part is Part.ENTRY:
            removed = [event.lots for event in events if isinstance(event, OrderRemoved)]
            self._removed[step.line] = sum(removed)
        self.corrections += step.part is Part.CORRECTION
        self._compare_books(self._steps[position + 1 : position + 2])

    def _note_taken(self, moment: Moment, trades: Iterable[Traded]) -> None:
        executions = moment.executions
        ids = self._replay.order_ids
        makers = {row.order_id for row in executions}
        self.taken.append(
            Taken(
                lines=tuple(row.line for row in executions),
                venue=tuple(Fill(row.price, row.lots, row.order_id) for row in executions),
                engine=tuple(
                    Fill(trade.price, trade.lots, ids[trade.maker_account, trade.maker_order_id])
                    for trade in trades
                ),
                nameless_ids=frozenset(maker for maker in makers if not self._rests(maker)),
                has_hidden=len(executions) < len(moment.rows),
            )
        )

    def _rests(self, order_id: int) -> bool:
        name = self._resting.get(order_id)
        return name is not None and self._book.open_lots(name) > 0

    def _note_deletion(self, row: Row) -> None:
        self.deletions += 1
        self.deletions_foretold += row.order_id not in self._replay.foresight.arrived
        engine_lots = self._removed.pop(row.line, 0)
        if row.lots != engine_lots:
            deletion = Deletion(row.line, row.order_id, row.lots, engine_lots)
            self.deletions_different.append(deletion)

    def _compare_books(self, following: Sequence[LobsterStep]) -> None:
        """Compare after the moments whose order entry is done; corrections come later."""
        if following and following[0].part is Part.OPENING:
            return
        end = self._moment_of[following[0].line] if following else len(self._moments)
        end += bool(following) and following[0].part is Part.CORRECTION
        rows = self._replay.recording.rows
        while self.books < end:
            moment = self._moments[self.books]
            before, row = rows[moment.rows[0].line - 2], moment.last
            self.books += 1
            if row.kind is Kind.DELETED:
                self._note_deletion(row)
            if any(self._book.best(side, 1) != row.shown(side)[:1] for side in Side):
                self.best_different.append(row.line)
            if not all(self._has_levels(side, before, row) for side in Side):
                self.levels_different.append(row.line)

    def _has_levels(self, side: Side, before: Row, row: Row) -> bool:
        """Whether the levels are those of a row, without those that have just come into view."""
        shown = row.shown(side)
        if shown is not before.shown(side):
            known = {price for price, _ in before.shown(side)} | {row.price}
            shown = tuple(level for level in shown if level[0] in known)
        return self._book.best(side, len(shown)) == shown

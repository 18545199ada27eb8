"""The uniqueness checker: whether the trades of a log are the ones that its orders determine.

If a book is never crossed, if trades follow price-time priority and take from both orders what they
trade, then the orders and what was removed leave exactly one list of trades (spec, log format). So
each trade has one row that can stand there, and the first other one is the wrong row. Neither
engine is used, and nothing here depends on a venue's balances, ticks or limits.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tallystick.conformance.checkers.log_book import LoggedBook, LoggedOrder
from tallystick.conformance.checkers.log_compare import (
    compare_trades,
    require_no_walk,
    self_traded,
    stray,
    unknown_columns,
)
from tallystick.conformance.checkers.log_files import (
    MAX_NUMBER,
    Action,
    LogFormatError,
    OrdersRow,
    TradesRow,
    shown,
)
from tallystick.conformance.checkers.log_report import (
    LogFiles,
    LogReport,
    LogVerdict,
    NotJudged,
    Tally,
    WrongRow,
    WrongRowError,
)
from tallystick.conformance.checkers.log_walk import LoggedWalk

ORDER_TYPES = ("limit", "ioc", "fok", "post_only", "market")
EFFECTS = (Action.REMOVED, Action.DECREMENTED)
AFTER_WRONG_ROW = "after the first wrong row"


def check_log(
    orders: Iterable[OrdersRow], trades: Iterable[TradesRow], files: LogFiles | None = None
) -> LogReport:
    """Judge a log; LogFormatError if a file is not in its form, at whatever row.

    Ctrl-C ends it early, with a report that is incomplete.
    """
    check = _Check(trades, LogFiles() if files is None else files)
    try:
        for lead, effects in check.steps(orders):
            check.step(lead, effects)
        check.end()
    except KeyboardInterrupt:
        check.interrupted = True
    return check.report()


class _Check:
    """The books, the next trade, and what has been counted so far."""

    def __init__(self, trades: Iterable[TradesRow], files: LogFiles) -> None:
        self.interrupted = False
        self._files = files
        self._trades = _ascending(trades, files)
        self._next_trade: TradesRow | None = None
        self._books: dict[str, LoggedBook] = {}
        self._left: dict[str, str] = {}
        """Markets that are not judged any more, and why."""
        self._first_wrong: WrongRow | None = None
        self._rows: Counter[str] = Counter()
        self._judged: Counter[str] = Counter()
        self._given: Counter[str] = Counter()
        self._unknown_accounts = 0
        self._not_judged: dict[tuple[str, str], tuple[int, int]] = {}
        """First line and number of rows, by file and reason."""
        self._counted: set[tuple[str, int]] = set()
        """Rows of the present step, by file and line, that are counted already."""

    def steps(self, rows: Iterable[OrdersRow]) -> Iterator[tuple[OrdersRow, list[OrdersRow]]]:
        """Each row that stands for itself, with the effects of its walk behind it (CNF-083)."""
        lead: OrdersRow | None = None
        effects: list[OrdersRow] = []
        for row in _well_ordered(rows, self._files):
            if lead is not None and row.action in EFFECTS and row.market == lead.market:
                effects.append(row)
                continue
            if lead is not None:
                yield lead, effects
            lead, effects = row, []
        if lead is not None:
            yield lead, effects

    def step(self, lead: OrdersRow, effects: Sequence[OrdersRow]) -> None:
        """Judge one row with its effects and trades, or count them as not judged."""
        self._take_stray_trades(lead.sequence)
        trades = list(self._take_trades(lead.sequence + 1))
        self._counted.clear()
        self._leave_if_unknown(lead, effects)
        why = self._why_not_judged(lead.market)
        if why is None:
            try:
                self._judge(lead, effects, trades)
            except WrongRowError as error:
                self._found(error)
                why = AFTER_WRONG_ROW
        rows = [(self._files.orders, row.line) for row in (lead, *effects)]
        rows += [(self._files.trades, trade.line) for trade in trades]
        for row in rows:
            self._count(row, why)

    def end(self) -> None:
        """Judge the trades behind the last row of ORDERS."""
        self._take_stray_trades(MAX_NUMBER + 1)

    def report(self) -> LogReport:
        """What has been counted until now."""
        tallies = [
            Tally(self._rows[file], self._judged[file])
            for file in (self._files.orders, self._files.trades)
        ]
        not_judged = [
            NotJudged(file, first_line, rows, why)
            for (file, why), (first_line, rows) in self._not_judged.items()
        ]
        verdict = LogVerdict.CONFORMANT
        if self._first_wrong is not None:
            verdict = LogVerdict.WRONG
        elif not any(tally.judged for tally in tallies):
            verdict = LogVerdict.NOTHING_JUDGED
        elif not_judged or self.interrupted:
            verdict = LogVerdict.INCOMPLETE
        return LogReport(
            verdict=verdict,
            orders=tallies[0],
            trades=tallies[1],
            given=dict(sorted(self._given.items())),
            unknown_accounts=self._unknown_accounts,
            interrupted=self.interrupted,
            first_wrong=self._first_wrong,
            not_judged=tuple(not_judged),
        )

    def _judge(
        self, lead: OrdersRow, effects: Sequence[OrdersRow], trades: Sequence[TradesRow]
    ) -> None:
        book = self._books.setdefault(lead.market, LoggedBook())
        taker = self._taker(lead, book)
        if taker is None:
            require_no_walk(effects, trades, self._files)
            return
        walk = LoggedWalk(book, taker, lead, effects, self._files)
        for trade, match in compare_trades(walk, book, lead, trades, self._files):
            own = taker.is_own(match.maker)
            if own:
                raise self_traded(trade, match, self._files)
            self._unknown_accounts += own is None
            self._count((self._files.trades, trade.line), unknown_columns(trade) or None)
        walk.finish()
        for row in effects:
            cause = "unknown" if row.cause is None else str(row.cause)
            self._given[row.action if row.action is Action.DECREMENTED else cause] += 1
            if row.order == taker.name and row.cause is None:
                why = "cause unknown: whether the rest of the incoming order had to go"
                self._count((self._files.orders, row.line), why)

    def _taker(self, lead: OrdersRow, book: LoggedBook) -> LoggedOrder | None:
        """The order that walks because of a row, taken off its side; None if none does."""
        if lead.action is Action.NEW:
            assert lead.side is not None
            assert lead.lots is not None
            assert lead.order_type is not None
            return LoggedOrder(
                lead.order, lead.account, lead.side, lead.price, lead.lots, lead.order_type
            )
        if lead.action in EFFECTS:
            require_no_walk([lead], [], self._files)
        order = book.resting(lead.order)
        if order is None:
            clause = "CMD-041" if lead.action is Action.AMEND else "CMD-042"
            raise self._wrong(lead, "order", "an order that rests", clause, "it does not rest")
        if lead.action is Action.CANCEL:
            if lead.lots not in (None, order.open_lots):
                why = f"so many lots of {order.name} were open"
                raise self._wrong(lead, "lots", str(order.open_lots), "CMD-050", why)
            book.leave(order)
            return None
        assert lead.lots is not None
        if lead.price == order.price and lead.lots <= order.open_lots:
            if lead.lots < order.open_lots:
                book.shrink(order, order.open_lots - lead.lots)
            return None
        book.leave(order)
        order.price, order.open_lots, order.shrunk = lead.price, lead.lots, False
        return order

    def _leave_if_unknown(self, lead: OrdersRow, effects: Sequence[OrdersRow]) -> None:
        """Stop judging a market in which it is not known any more what rests (CNF-087)."""
        if self._why_not_judged(lead.market) is not None:
            return
        for row in (lead, *effects):
            missing = _unknown(row)
            if missing:
                why = f"market {row.market} is left at line {row.line} of ORDERS: {missing}"
                self._left[row.market] = why
                self._books.pop(row.market, None)
                return

    def _why_not_judged(self, market: str) -> str | None:
        return AFTER_WRONG_ROW if self._first_wrong is not None else self._left.get(market)

    def _take_trades(self, end: int) -> Iterator[TradesRow]:
        """The next trades whose sequence is below that number."""
        while True:
            trade = self._next_trade or next(self._trades, None)
            if trade is None or trade.sequence >= end:
                self._next_trade = trade
                return
            self._next_trade = None
            yield trade

    def _take_stray_trades(self, end: int) -> None:
        """Trades that no row can have made."""
        for trade in self._take_trades(end):
            self._counted.clear()
            why = self._why_not_judged(trade.market)
            if why is None:
                self._found(stray(trade, self._files))
            self._count((self._files.trades, trade.line), why)

    def _found(self, error: WrongRowError) -> None:
        self._first_wrong = error.wrong
        self._count((error.wrong.file, error.wrong.line), None)

    def _count(self, row: tuple[str, int], why: str | None) -> None:
        """Count a row of the step once: as judged, or as not judged and why."""
        if row in self._counted:
            return
        self._counted.add(row)
        file, line = row
        self._rows[file] += 1
        if why is None:
            self._judged[file] += 1
            return
        first_line, rows = self._not_judged.get((file, why), (line, 0))
        self._not_judged[file, why] = (first_line, rows + 1)

    def _wrong(
        self, row: OrdersRow, column: str, expected: str, clause: str, why: str
    ) -> WrongRowError:
        got = str(getattr(row, column))
        return WrongRowError(
            WrongRow(self._files.orders, row.line, column, expected, got, clause, why)
        )


def _unknown(row: OrdersRow) -> str:
    """What a row would have to state so that the book after it is known; empty if it does."""
    needed: tuple[str, ...] = ("lots",)
    if row.action is Action.NEW:
        needed = ("side", "price", "lots", "order_type")
        if row.order_type == "market":
            needed = ("side", "lots")
    elif row.action is Action.AMEND:
        needed = ("price", "lots")
    elif row.action is Action.CANCEL:
        needed = ()
    unknown = [column for column in needed if getattr(row, column) is None]
    if unknown:
        return f"unknown: {', '.join(unknown)}"
    if row.action is Action.NEW and row.order_type not in ORDER_TYPES:
        return f"order type {row.order_type} is none of {', '.join(ORDER_TYPES)}"
    return ""


def _well_ordered(rows: Iterable[OrdersRow], files: LogFiles) -> Iterator[OrdersRow]:
    """The rows of ORDERS, as long as sequences ascend and no order enters a market twice."""
    last = -1
    names: dict[str, set[str]] = {}
    for row in rows:
        if row.sequence <= last:
            found, expected = str(row.sequence), f"more than {last}, that of the row before"
            raise LogFormatError(files.orders, row.line, "sequence", found, expected)
        last = row.sequence
        if row.action is Action.NEW:
            known = names.setdefault(row.market, set())
            if row.order in known:
                found = f"{shown(row.order)} a second time"
                expected = f"a name not used before in market {row.market}"
                raise LogFormatError(files.orders, row.line, "order", found, expected)
            known.add(row.order)
        yield row


def _ascending(trades: Iterable[TradesRow], files: LogFiles) -> Iterator[TradesRow]:
    """The rows of TRADES, as long as sequences do not descend."""
    last = 0
    for trade in trades:
        if trade.sequence < last:
            found, expected = str(trade.sequence), f"at least {last}, that of the row before"
            raise LogFormatError(files.trades, trade.line, "sequence", found, expected)
        last = trade.sequence
        yield trade

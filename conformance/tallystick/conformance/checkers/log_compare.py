"""Compares the trades of one row with those that must be; says what the first wrong one breaks."""

from collections.abc import Iterator, Sequence

from tallystick.conformance.checkers.log_book import LoggedBook, LoggedOrder
from tallystick.conformance.checkers.log_files import OrdersRow, TradesRow
from tallystick.conformance.checkers.log_report import LogFiles, WrongRow, WrongRowError
from tallystick.conformance.checkers.log_walk import LoggedWalk, Match

CHECKED_COLUMNS = ("maker", "taker", "price", "lots")
"""Columns of TRADES that may be empty, which means unknown."""


def compare_trades(
    walk: LoggedWalk,
    book: LoggedBook,
    lead: OrdersRow,
    trades: Sequence[TradesRow],
    files: LogFiles,
) -> Iterator[tuple[TradesRow, Match]]:
    """Each trade that is as it must be in what it states; WrongRowError at the first other."""
    rest = iter(trades)
    for match in walk.matches():
        trade = next(rest, None)
        if trade is None:
            raise _missing(walk, lead, match, files)
        _require_equal(trade, walk.taker, match, lead, book, files)
        yield trade, match
    for trade in rest:
        column = "sequence" if trade.maker is None else "maker"
        why = walk.why_it_ended()
        raise _wrong(trade, column, "no further trade", "MAT-022", why, files)


def require_no_walk(
    effects: Sequence[OrdersRow], trades: Sequence[TradesRow], files: LogFiles
) -> None:
    """WrongRowError if a row that walks nowhere has effects or trades."""
    why = "the row before it of this market lets no order walk"
    for effect in effects:
        expected = "new, amend or cancel"
        got, clause = effect.action, "CNF-083"
        raise WrongRowError(
            WrongRow(files.orders, effect.line, "action", expected, got, clause, why)
        )
    for trade in trades:
        why = "that row lets no order walk"
        raise _wrong(trade, "sequence", "that of an order that walks", "CNF-084", why, files)


def stray(trade: TradesRow, files: LogFiles) -> WrongRowError:
    """A trade whose sequence no row has that stands for itself."""
    expected = "that of a row new or amend"
    return _wrong(trade, "sequence", expected, "CNF-084", "ORDERS has no such row", files)


def unknown_columns(trade: TradesRow) -> str:
    """The columns that the trade does not state, for a report; empty if there are none."""
    unknown = [column for column in CHECKED_COLUMNS if getattr(trade, column) is None]
    return f"unknown: {', '.join(unknown)}" if unknown else ""


def self_traded(trade: TradesRow, match: Match, files: LogFiles) -> WrongRowError:
    """A trade of an account with itself (MAT-026)."""
    expected = "an order of another account"
    why = f"{match.maker.name} and its taker are of account {match.maker.account}"
    column = "sequence" if trade.maker is None else "maker"
    return _wrong(trade, column, expected, "MAT-026", why, files)


def _require_equal(
    trade: TradesRow,
    taker: LoggedOrder,
    match: Match,
    lead: OrdersRow,
    book: LoggedBook,
    files: LogFiles,
) -> None:
    maker = match.maker
    if trade.market != lead.market:
        why = f"{taker.name} is an order of market {lead.market}"
        raise _wrong(trade, "market", lead.market, "MAT-020", why, files)
    if trade.taker not in (None, taker.name):
        why = f"{taker.name} is the order of that sequence"
        raise _wrong(trade, "taker", taker.name, "MAT-020", why, files)
    if trade.maker not in (None, maker.name):
        clause, why = _why_not_met(trade.maker or "", taker, maker, book)
        raise _wrong(trade, "maker", maker.name, clause, why, files)
    if trade.price not in (None, maker.price):
        why = f"{maker.price} is the price of the maker"
        raise _wrong(trade, "price", str(maker.price), "MAT-029", why, files)
    if trade.lots not in (None, match.lots):
        why = f"{maker.name} has {maker.open_lots} open lots, {taker.name} has {taker.open_lots}"
        raise _wrong(trade, "lots", str(match.lots), "MAT-029", why, files)


def _why_not_met(
    name: str, taker: LoggedOrder, maker: LoggedOrder, book: LoggedBook
) -> tuple[str, str]:
    """The clause that a trade with another maker breaks, and how."""
    other = book.resting(name)
    if other is None:
        return "MAT-020", f"{name} does not rest"
    if other.side is taker.side:
        return "MAT-020", f"{name} is on the side of its taker"
    if not taker.crosses(other):
        return "MAT-022", f"{name} at {other.price} does not cross {taker.name} at {taker.price}"
    if other.price != maker.price:
        return "MAT-010", f"{maker.name} at {maker.price} is better than {name} at {other.price}"
    if maker.shrunk:
        return "MAT-011", f"{maker.name} has kept its place before {name}, with fewer lots"
    return "MAT-010", f"{maker.name} joined the price {maker.price} before {name}"


def _missing(walk: LoggedWalk, lead: OrdersRow, match: Match, files: LogFiles) -> WrongRowError:
    maker = match.maker
    clause = "INV-004" if walk.may_rest else "MAT-022"
    if walk.taker.order_type == "fok":
        clause = "MAT-032"
    expected = f"a trade of {match.lots} lots at {maker.price} with {maker.name}"
    why = f"{walk.taker.name} crosses {maker.name}"
    got = "none in TRADES"
    return WrongRowError(WrongRow(files.orders, lead.line, "order", expected, got, clause, why))


def _wrong(
    trade: TradesRow, column: str, expected: str, clause: str, why: str, files: LogFiles
) -> WrongRowError:
    got = str(getattr(trade, column))
    return WrongRowError(WrongRow(files.trades, trade.line, column, expected, got, clause, why))

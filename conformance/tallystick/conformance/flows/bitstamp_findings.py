"""Holds what the engines did against what the venue recorded of itself."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from enum import StrEnum, unique

from attrs import frozen

from tallystick.conformance.flows.bitstamp_oracle import BitstampOracle, Cancel, EngineTrade, Fill
from tallystick.conformance.flows.bitstamp_replay import BitstampReplay
from tallystick.conformance.flows.bitstamp_rows import (
    SATOSHI_PER_BITCOIN,
    Action,
    OrderRow,
    Row,
    TradeRow,
)

LONGEST_DELAY_MS = 5000
"""From the row of an order to the `trade` row of its trade: the venue matches a little later."""
ROUNDING_CENTS = 2
"""Two sizes are the same money if they differ by less than this much at their price."""


@unique
class Unreproduced(StrEnum):
    """Why a trade of the venue is not among those of the engines."""

    HISTORY = "history"
    SHARED = "shared"
    ROUNDED = "rounded"
    OTHER_SIZE = "other_size"
    NO_TRADE = "no_trade"


EXPLANATIONS: Mapping[Unreproduced, str] = {
    Unreproduced.HISTORY: "before the first snapshot, so the book it met is not known",
    Unreproduced.SHARED: "the maker is older than the log and shares its price with another such"
    " order: only the sum of their sizes is known, one order stands for both",
    Unreproduced.ROUNDED: "the venue filled a cent's worth less than the size it had announced for"
    " the taker, and deleted the taker",
    Unreproduced.OTHER_SIZE: "the engines traded another size at this price",
    Unreproduced.NO_TRADE: "the engines did not trade at this price at this time",
}


@frozen
class Findings:
    """What agrees with the venue's record, and what does not. Lines are those of the log."""

    named_seeds: int
    """Orders of the opening book whose id and size the log tells."""
    nameless_seeds: int
    shared_seeds: int
    """Orders of which only the sum of their sizes with others is known."""
    unseen_seeds: int
    """Orders of whose size nothing is known, so that they are left out."""
    venue_trades: int
    reproduced: int
    """Trades of the venue that the engines made at the same price and of the same size."""
    confirmed: int
    """Those after which both orders are left with what the venue's order rows say."""
    unreproduced: Mapping[Unreproduced, tuple[int, ...]]
    surplus: tuple[int, ...]
    """Lines of the orders with which the engines made a trade that the venue did not."""
    fills: int
    """Rows that report what a fill left of an order."""
    fills_different: tuple[int, ...]
    cancels: int
    """Deletions of something left, without those that the log repeats."""
    repeated_cancels: int
    untouched_cancels: int
    """Those of orders that no row reports a fill of."""
    rounded_cancels: tuple[Cancel, ...]
    """Differ by just what the venue did not fill of a taker of class `rounded`."""
    different_cancels: tuple[Cancel, ...]
    books: int
    books_equal: int
    """Snapshots equal to the engines' book in every level shown."""
    books_best_equal: int


def findings(replay: BitstampReplay, oracle: BitstampOracle) -> Findings:
    """Compare all that was replayed, also if the replay was cut short."""
    later = [row for row in replay.later if row.line <= oracle.covered_line]
    past = [row.line for row in replay.history if isinstance(row, TradeRow)]
    venue = [row for row in later if isinstance(row, TradeRow)]
    pairs, missing, surplus = _match(venue, oracle.trades)
    lines, rounded = _by_class(missing, surplus, _shared_until(replay))
    if past:
        lines = {Unreproduced.HISTORY: past, **lines}
    reports = _fill_reports(replay, later)
    told = set(reports.values())
    made = {fill for trade in oracle.trades for fill in (trade.maker, trade.taker)}
    filled_ids = {order_id for order_id, _ in told}
    unequal = [cancel for cancel in oracle.cancels if cancel.short_satoshi]
    explained = [cancel for cancel in unequal if rounded[cancel.order_id] == cancel.short_satoshi]
    seeds = replay.opening.seeds
    nameless = sum(seed.order_id is None for seed in seeds)
    return Findings(
        named_seeds=len(seeds) - nameless,
        nameless_seeds=nameless,
        shared_seeds=len(replay.opening.shared_ids),
        unseen_seeds=len(replay.opening.unseen_ids),
        venue_trades=len(past) + len(venue),
        reproduced=len(pairs),
        confirmed=sum(trade.maker in told and trade.taker in told for trade in pairs),
        unreproduced={reason: tuple(numbers) for reason, numbers in lines.items()},
        surplus=tuple(trade.line for trade in surplus),
        fills=len(reports),
        fills_different=tuple(line for line, fill in reports.items() if fill not in made),
        cancels=len(oracle.cancels),
        repeated_cancels=oracle.repeated_cancels,
        untouched_cancels=sum(cancel.order_id not in filled_ids for cancel in oracle.cancels),
        rounded_cancels=tuple(explained),
        different_cancels=tuple(cancel for cancel in unequal if cancel not in explained),
        books=oracle.books,
        books_equal=oracle.books_equal,
        books_best_equal=oracle.books_best_equal,
    )


def _match(
    venue: Sequence[TradeRow], engine: Sequence[EngineTrade]
) -> tuple[list[EngineTrade], list[TradeRow], list[EngineTrade]]:
    """Pair each trade of the venue with the first of equal price and size shortly before it."""
    waiting: dict[tuple[int, int], deque[EngineTrade]] = {}
    for trade in engine:
        waiting.setdefault((trade.cents, trade.satoshi), deque()).append(trade)
    pairs: list[EngineTrade] = []
    missing: list[TradeRow] = []
    surplus: list[EngineTrade] = []
    for row in venue:
        alike = waiting.get((row.cents, row.satoshi), deque())
        while alike and row.milliseconds - alike[0].milliseconds > LONGEST_DELAY_MS:
            surplus.append(alike.popleft())
        if alike and alike[0].line < row.line:
            pairs.append(alike.popleft())
        else:
            missing.append(row)
    for alike in waiting.values():
        surplus.extend(alike)
    return pairs, missing, sorted(surplus, key=lambda trade: trade.line)


def _by_class(
    missing: Sequence[TradeRow],
    surplus: Sequence[EngineTrade],
    shared_until: Mapping[int, int],
) -> tuple[dict[Unreproduced, list[int]], Counter[int]]:
    """Lines by class, and by order what the venue did not fill of the takers it rounded."""
    lines: dict[Unreproduced, list[int]] = {}
    rounded: Counter[int] = Counter()
    by_price: dict[int, list[EngineTrade]] = {}
    for trade in surplus:
        by_price.setdefault(trade.cents, []).append(trade)
    for row in missing:
        near = [trade for trade in by_price.get(row.cents, ()) if _timely(trade, row)]
        short = next((trade for trade in near if _is_rounded(trade, row)), None)
        if row.milliseconds <= shared_until.get(row.cents, 0):
            reason = Unreproduced.SHARED
        elif short is not None:
            reason = Unreproduced.ROUNDED
            rounded[short.maker[0]] += short.satoshi - row.satoshi
            rounded[short.taker[0]] += short.satoshi
        else:
            reason = Unreproduced.OTHER_SIZE if near else Unreproduced.NO_TRADE
        lines.setdefault(reason, []).append(row.line)
    return lines, rounded


def _timely(trade: EngineTrade, row: TradeRow) -> bool:
    delay = row.milliseconds - trade.milliseconds
    return trade.line < row.line and delay <= LONGEST_DELAY_MS


def _is_rounded(trade: EngineTrade, row: TradeRow) -> bool:
    short = (trade.satoshi - row.satoshi) * row.cents
    return 0 < short < ROUNDING_CENTS * SATOSHI_PER_BITCOIN


def _shared_until(replay: BitstampReplay) -> dict[int, int]:
    """Until when orders of summed size trade at a price: shortly after their last row."""
    until: dict[int, int] = {}
    for row in replay.later:
        if isinstance(row, OrderRow) and row.order_id in replay.opening.shared_ids:
            until[row.cents] = row.milliseconds + LONGEST_DELAY_MS
    return until


def _fill_reports(replay: BitstampReplay, later: Sequence[Row]) -> dict[int, Fill]:
    """By line, what order rows say is left after a fill: all that is not order entry."""
    cents = {seed.order_id: seed.cents for seed in replay.opening.seeds}
    reports: dict[int, Fill] = {}
    for row in later:
        if not isinstance(row, OrderRow):
            continue
        same_price = cents.get(row.order_id, row.cents) == row.cents
        gone = row.action is Action.DELETED and row.satoshi == 0
        if gone or (row.action is Action.CHANGED and same_price):
            reports[row.line] = (row.order_id, row.satoshi)
        cents[row.order_id] = row.cents
    return reports

"""Which trades an incoming order must make, given the removals in the log (CNF-085, CNF-086).

This is the declarative rule read as a procedure: a trade is always with the best order of the
opposite side, so the next one is determined as soon as it is known what was removed on the way.
"""

from collections.abc import Iterator, Sequence

from attrs import frozen

from tallystick.conformance.checkers.log_book import LoggedBook, LoggedOrder
from tallystick.conformance.checkers.log_files import Action, OrdersRow
from tallystick.conformance.checkers.log_report import LogFiles, WrongRow, WrongRowError
from tallystick.reference.types.choices import RemovalCause, Side

MAY_REST = ("limit", "post_only")
MAKER_CAUSES = (
    RemovalCause.EXPIRED,
    RemovalCause.SELF_TRADE,
    RemovalCause.UNDERFUNDED,
    RemovalCause.LOAN_LIMIT,
    RemovalCause.REDUCE_ONLY,
    RemovalCause.POSITION_LIMIT,
)
TAKER_CAUSES = (
    RemovalCause.SELF_TRADE,
    RemovalCause.UNDERFUNDED,
    RemovalCause.LOAN_LIMIT,
    RemovalCause.REDUCE_ONLY,
    RemovalCause.POSITION_LIMIT,
    RemovalCause.LEG_LIMIT,
    RemovalCause.WORK_LIMIT,
    RemovalCause.UNFILLED,
)


@frozen
class Match:
    """A trade that must be, at the maker's price; both orders still have the lots."""

    maker: LoggedOrder
    lots: int


class LoggedWalk:
    """The walk of one incoming order and the rows that it has caused."""

    def __init__(
        self,
        book: LoggedBook,
        taker: LoggedOrder,
        lead: OrdersRow,
        effects: Sequence[OrdersRow],
        files: LogFiles,
    ) -> None:
        """`taker` stands on no side; `effects` are its rows `removed` and `decremented`.

        Every row of them states its lots.
        """
        self.taker = taker
        self._book = book
        self._lead = lead
        self._files = files
        self._lots = taker.open_lots
        self._traded = 0
        self._opposite = Side.SELL if taker.side is Side.BUY else Side.BUY
        self._effects: dict[str, OrdersRow] = {}
        for row in effects:
            self._add_effect(row)
        self._own = self._effects.pop(taker.name, None)
        self._own_lots = 0 if self._own is None else _lots(self._own)

    @property
    def may_rest(self) -> bool:
        """Whether a remainder of the taker stays on the book (MAT-003)."""
        return self.taker.order_type in MAY_REST

    def matches(self) -> Iterator[Match]:
        """Every trade that must be, in order; it is made when the next one is asked for."""
        while self.taker.open_lots > 0:
            maker = self._next_maker()
            if maker is None:
                return
            effect = self._effects.pop(maker.name, None)
            if effect is None:
                lots = min(maker.open_lots, self._lots_to_trade())
                if lots == 0:
                    return
                yield from self._trade(maker, lots)
            elif effect.action is Action.DECREMENTED:
                self._decrement(effect, maker)
            else:
                yield from self._remove(effect, maker)

    def finish(self) -> None:
        """Judge how the walk ended, and let rest what has to."""
        for row in self._effects.values():
            raise self._wrong(row, "order", "no such row", "MAT-022", self.why_it_ended())
        if self.taker.order_type == "fok" and self._traded != self._lots:
            why = f"{self._traded} of {self._lots} lots are traded"
            raise self._wrong(self._lead, "order_type", "a rejection", "MAT-032", why)
        if self._own is not None:
            self._judge_own(self._own)
        elif self.taker.open_lots > 0 and self.may_rest:
            self._book.join(self.taker)

    def why_it_ended(self) -> str:
        """Why no further trade, removal or decrement can follow."""
        best = self._book.best(self._opposite)
        if self.taker.open_lots == 0:
            return f"{self.taker.name} has no open lots any more"
        if best is None:
            return "the other side is empty"
        if not self.taker.crosses(best):
            return f"{best.name} at {best.price} is the best order there, and does not cross"
        return f"what is left of {self.taker.name} is removed"

    def _next_maker(self) -> LoggedOrder | None:
        """The best order of the opposite side, if it crosses the taker."""
        best = self._book.best(self._opposite)
        return best if best is not None and self.taker.crosses(best) else None

    def _add_effect(self, row: OrdersRow) -> None:
        is_taker = row.order == self.taker.name and row.action is Action.REMOVED
        rests = self._book.resting(row.order) is not None
        if row.order in self._effects or not (is_taker or rests):
            expected = "the incoming order or a resting one, once"
            raise self._wrong(row, "order", expected, "MAT-020", "it does not rest")
        if is_taker and _lots(row) > self.taker.open_lots:
            raise self._wrong_lots(row, self.taker.open_lots)
        self._effects[row.order] = row

    def _lots_to_trade(self) -> int:
        return self.taker.open_lots - self._own_lots

    def _trade(self, maker: LoggedOrder, lots: int) -> Iterator[Match]:
        if self.taker.order_type == "post_only":
            why = f"it crosses {maker.name}"
            raise self._wrong(self._lead, "order_type", "a rejection", "MAT-025", why)
        yield Match(maker, lots)
        self._traded += lots
        self.taker.open_lots -= lots
        self._book.shrink(maker, lots)

    def _decrement(self, row: OrdersRow, maker: LoggedOrder) -> None:
        self._require_own(row, maker)
        lots = min(maker.open_lots, self.taker.open_lots)
        if row.lots != lots:
            why = "both orders lose the smaller of their open quantities"
            raise self._wrong(row, "lots", str(lots), "MAT-026", why)
        self.taker.open_lots -= lots
        self._book.shrink(maker, lots)
        if self._own is not None and self._lots_to_trade() < 0:
            raise self._wrong_lots(self._own, self.taker.open_lots)

    def _remove(self, row: OrdersRow, maker: LoggedOrder) -> Iterator[Match]:
        """Take a maker off, after the trade by which it was cut if lots are missing (MAT-029)."""
        self._require_cause(row, MAKER_CAUSES)
        if row.cause is RemovalCause.SELF_TRADE:
            self._require_own(row, maker)
        traded = maker.open_lots - _lots(row)
        whole = row.cause in (RemovalCause.EXPIRED, RemovalCause.SELF_TRADE)
        if traded < 0 or (traded > 0 and whole):
            raise self._wrong_lots(row, maker.open_lots)
        if traded > 0:
            if traded >= self.taker.open_lots or traded > self._lots_to_trade():
                why = f"{self.taker.name} could not take the other {traded} and go on"
                raise self._wrong(row, "lots", str(maker.open_lots), "MAT-029", why)
            yield from self._trade(maker, traded)
        self._book.leave(maker)

    def _judge_own(self, row: OrdersRow) -> None:
        """Judge the removal of what is left of the taker (MAT-023, MAT-026, MAT-028 to MAT-031)."""
        if row.lots != self.taker.open_lots:
            raise self._wrong_lots(row, self.taker.open_lots)
        self._require_cause(row, TAKER_CAUSES)
        maker = self._next_maker()
        if row.cause is RemovalCause.UNFILLED and self.may_rest:
            why = f"what is left of a {self.taker.order_type} order rests"
            raise self._wrong(row, "cause", "no removal", "MAT-030", why)
        if row.cause is RemovalCause.UNFILLED and maker is not None:
            why = f"{maker.name} still crosses"
            raise self._wrong(row, "cause", f"a trade with {maker.name}", "MAT-031", why)
        if row.cause not in (RemovalCause.WORK_LIMIT, RemovalCause.SELF_TRADE):
            return
        if maker is None:
            expected = "no removal" if self.may_rest else RemovalCause.UNFILLED
            raise self._wrong(row, "cause", expected, "MAT-022", "no order crosses any more")
        if row.cause is RemovalCause.SELF_TRADE:
            self._require_own(row, maker)

    def _require_cause(self, row: OrdersRow, causes: tuple[RemovalCause, ...]) -> None:
        if row.cause is not None and row.cause not in causes:
            part = "maker" if causes is MAKER_CAUSES else "taker"
            expected = f"one of {', '.join(causes)}"
            raise self._wrong(row, "cause", expected, "CMD-052", f"{row.order} is the {part}")

    def _require_own(self, row: OrdersRow, maker: LoggedOrder) -> None:
        if self.taker.is_own(maker) is False:
            why = f"{maker.name} is of account {maker.account}, the taker of {self.taker.account}"
            raise self._wrong(row, "order", "an order of the taker's account", "MAT-026", why)

    def _wrong_lots(self, row: OrdersRow, lots: int) -> WrongRowError:
        why = f"so many lots were open when {row.order} was removed"
        return self._wrong(row, "lots", str(lots), "CMD-050", why)

    def _wrong(
        self, row: OrdersRow, column: str, expected: str, clause: str, why: str
    ) -> WrongRowError:
        got = str(getattr(row, column))
        wrong = WrongRow(self._files.orders, row.line, column, expected, got, clause, why)
        return WrongRowError(wrong)


def _lots(row: OrdersRow) -> int:
    assert row.lots is not None
    return row.lots

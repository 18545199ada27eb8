"""One walk, read from its events: is each where CMD-052 allows it, and about the best order?

Applying an event never depends on a rule of matching (INV-008); the rules named here are only
reported when an event breaks them.
"""

from collections.abc import Callable

from attrs import define, field

from tallystick.conformance.checkers.books import BookOrder, Books
from tallystick.conformance.checkers.loan_starts import Borrowing
from tallystick.conformance.checkers.violation import BrokenTrailError
from tallystick.reference.types.choices import RemovalCause, Side
from tallystick.reference.types.events import (
    Event,
    FeePaid,
    OrderRemoved,
    OrderRested,
    OrdersDecremented,
    Traded,
)
from tallystick.reference.types.units import AccountId, AssetId, Atoms, OrderId

Report = Callable[[str, str], None]

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


@define
class Receipt:
    """What one order received in the last trade, and whether a fee for it was seen."""

    order: BookOrder
    asset: AssetId
    atoms: int
    paid: bool = False

    def due_atoms(self) -> int:
        """What the order owes after this trade and has not paid (SPT-012)."""
        return max(0, self.order.fee_total_atoms - self.order.fee_paid_atoms)


@define
class Walk:
    """The incoming order, and what has happened to it so far."""

    taker: BookOrder
    books: Books
    now: int
    report: Report
    touched_orders: int = 0
    borrowing: Borrowing | None = None
    """What the last trade lends, until its loan is opened."""
    cuts: tuple[RemovalCause, ...] = (RemovalCause.UNDERFUNDED,)
    """For what an order may go after a trade of fewer lots than both had."""
    _receipts: list[Receipt] = field(factory=list)
    _traded_with: BookOrder | None = None
    """Maker of the last trade, until the event after its fees."""

    @property
    def ended(self) -> bool:
        """Whether nothing is left of the taker, so that only fees may follow."""
        return self.taker.open_lots == 0

    def is_taker(self, account: AccountId, order_id: OrderId) -> bool:
        """Whether the incoming order is meant; it rests on no side while it walks."""
        terms = self.taker.terms
        return (terms.account, terms.order_id) == (account, order_id)

    def trade(self, event: Traded) -> BookOrder:
        """Take the lots from both orders, and return the maker (MAT-029)."""
        terms = self.taker.terms
        self._require_taker(event.taker_account, event.taker_order_id)
        if (event.market, event.taker_side) != (terms.market, terms.side):
            raise BrokenTrailError("CMD-050", "a trade names another market or side")
        maker = self._meet(event.maker_account, event.maker_order_id)
        self._require_live(maker)
        if event.price != maker.price:
            text = f"traded at {event.price}, the maker's price is {maker.price}"
            self.report("MAT-029", text)
        if event.maker_account == event.taker_account:
            self.report("MAT-026", f"{maker.name} traded with its own account")
        self._take(maker, event.lots)
        self._traded_with = maker
        return maker

    def decrement(self, event: OrdersDecremented) -> None:
        """Take the lots from both orders of one account (MAT-026)."""
        self._require_taker(event.account, event.taker_order_id)
        maker = self._meet(event.account, event.maker_order_id)
        self._require_live(maker)
        if event.lots != min(maker.open_lots, self.taker.open_lots):
            self.report("MAT-026", f"decremented by {event.lots}, not by the smaller quantity")
        self._take(maker, event.lots)

    def remove_maker(self, event: OrderRemoved) -> None:
        """Drop a maker, met now or cut by the trade just before (MAT-024 to MAT-029)."""
        cut, self._traded_with = self._traded_with, None
        if cut is not None and cut.open_lots and self._is(cut, event):
            maker = cut
        else:
            maker = self._meet(event.account, event.order_id)
            self.touched_orders += 1
            if (event.cause is RemovalCause.EXPIRED) != maker.expired(self.now):
                self.report("MAT-024", f"{maker.name} was removed with cause {event.cause}")
            own = event.account == self.taker.terms.account
            if event.cause is RemovalCause.SELF_TRADE and not own:
                self.report("MAT-026", f"{maker.name} is of another account than the taker")
        if event.cause not in MAKER_CAUSES:
            self.report("CMD-052", f"cause {event.cause} for a maker")
        drop_lots(maker, event, self.report)
        self.books.leave(maker)

    def remove_taker(self, event: OrderRemoved) -> None:
        """End the walk without resting."""
        if event.cause not in TAKER_CAUSES:
            self.report("CMD-052", f"cause {event.cause} for an incoming order")
        drop_lots(self.taker, event, self.report)

    def rest(self, event: OrderRested) -> None:
        """End the walk by resting what is left (MAT-030)."""
        self._require_taker(event.account, event.order_id)
        if event.open_lots != self.taker.open_lots:
            self.report("CMD-052", f"{event.open_lots} lots rested of {self.taker.open_lots}")
        self.taker.open_lots = event.open_lots

    def take_borrowing(self) -> Borrowing:
        """What the trade just before lends; the trail is broken if it lends nothing (LND-011)."""
        borrowing, self.borrowing = self.borrowing, None
        if borrowing is None:
            raise BrokenTrailError("LND-011", "no trade on a lending market stands before it")
        return borrowing

    def expect_fees(self, receipts: list[Receipt]) -> None:
        """Sum up what the trade adds to the fees of both orders, the buyer's first."""
        for receipt in receipts:
            order = receipt.order
            terms = order.terms
            rate = terms.taker_fee_rate if order is self.taker else terms.maker_fee_rate
            order.charged += rate * receipt.atoms
        self._receipts = receipts

    def fee(self, event: FeePaid) -> None:
        """Add a fee to its order, and report it if it is another than what is owed."""
        payers = [receipt for receipt in self._receipts if self._is(receipt.order, event)]
        if not payers or payers[0].paid:
            raise BrokenTrailError("CMD-052", "a fee of an order that has not just traded")
        receipt = payers[0]
        if any(other.paid for other in self._receipts) and receipt is self._receipts[0]:
            self.report("CMD-052", "the seller's fee came before the buyer's")
        receipt.paid = True
        owed = FeePaid(event.account, event.order_id, receipt.asset, Atoms(receipt.due_atoms()))
        if event != owed:
            text = f"{receipt.order.name} paid {event.atoms} atoms of asset {event.asset}"
            self.report("SPT-012", f"{text}, not {owed.atoms} of asset {owed.asset}")
        if event.atoms > receipt.atoms:
            text = f"{receipt.order.name} paid {event.atoms} atoms of {receipt.atoms} received"
            self.report("INV-012", text)
        receipt.order.fee_paid_atoms += event.atoms
        if receipt.order.fee_paid_atoms > receipt.order.terms.fee_cap_atoms:
            self.report("INV-012", f"fees of {receipt.order.name} exceed its cap")

    def after_fees(self, event: Event | None) -> None:
        """Close the last trade before the next event: fees are complete, who was cut goes.

        The loan of a trade on a lending market stands where the fees of others do.
        """
        if self.borrowing is not None:
            self.report("LND-011", f"no loan was opened for {self.borrowing}")
            self.borrowing = None
        for receipt in self._receipts:
            if receipt.due_atoms() and not receipt.paid:
                text = f"{receipt.order.name} paid no fee, not {receipt.due_atoms()} atoms"
                self.report("SPT-012", text)
        self._receipts = []
        maker = self._traded_with
        if maker is None:
            return
        cuts = isinstance(event, OrderRemoved) and event.cause in self.cuts
        if maker.open_lots and self.taker.open_lots and not cuts:
            self.report("MAT-029", f"{maker.name} and its taker go on after half a trade")
        if not (cuts and isinstance(event, OrderRemoved) and self._is(maker, event)):
            self._traded_with = None

    def _meet(self, account: AccountId, order_id: OrderId) -> BookOrder:
        """The maker; it must be the best order of the side opposite, and cross."""
        maker = self.books.resting(account, order_id)
        terms = self.taker.terms
        opposite = Side.SELL if terms.side is Side.BUY else Side.BUY
        side = self.books.side(terms.market, opposite)
        if (maker.terms.market, maker.terms.side) != (terms.market, opposite):
            raise BrokenTrailError("INV-005", f"{maker.name} is not opposite to its taker")
        if side[0] is not maker:
            self.report("INV-005", f"{maker.name} was met before {side[0].name}")
        if not self.taker.crosses(maker):
            self.report("MAT-022", f"{maker.name} was met and does not cross")
        return maker

    def _take(self, maker: BookOrder, lots: int) -> None:
        if not 1 <= lots <= min(maker.open_lots, self.taker.open_lots):
            raise BrokenTrailError("INV-007", f"{lots} lots taken of {maker.name}")
        self.touched_orders += 1
        maker.open_lots -= lots
        self.taker.open_lots -= lots
        if maker.open_lots == 0:
            self.books.leave(maker)

    def _require_taker(self, account: AccountId, order_id: OrderId) -> None:
        if not self.is_taker(account, order_id):
            text = f"order {order_id} of account {account} does not walk: {self.taker.name} does"
            raise BrokenTrailError("CMD-052", text)

    def _require_live(self, maker: BookOrder) -> None:
        if maker.expired(self.now):
            self.report("MAT-024", f"{maker.name} has expired and was not removed")

    @staticmethod
    def _is(order: BookOrder, event: OrderRemoved | FeePaid) -> bool:
        names = (order.terms.account, order.terms.order_id)
        return names == (event.account, event.order_id)


def drop_lots(order: BookOrder, event: OrderRemoved, report: Report) -> None:
    """Let the open lots of an order cease; the event must say how many they are (CMD-050)."""
    if event.lots != order.open_lots:
        report("CMD-050", f"{event.lots} lots removed of {order.name}, open {order.open_lots}")
    order.open_lots = 0

"""Resting orders as the events tell of them. Nothing here decides who trades with whom."""

from bisect import bisect_left, bisect_right
from collections import Counter

from attrs import define, field

from tallystick.conformance.checkers.violation import BrokenTrailError
from tallystick.reference.types.choices import Side
from tallystick.reference.types.dump import OrderDump
from tallystick.reference.types.events import OrderAccepted
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    FeeCredit,
    Lots,
    MarketId,
    OrderId,
    Price,
)

RATE_UNIT = 100_000
"""A fee rate is in units of 1/100,000 of an amount (NUM-006)."""


@define(eq=False)
class BookOrder:
    """An order with what its trades have summed up to; fees follow from the exact sum."""

    terms: OrderAccepted
    price: int
    open_lots: int
    fee_paid_atoms: int = 0
    charged: int = 0
    """Sum of fee rate * amount received over all trades, in 1/100,000 atom."""

    @property
    def name(self) -> str:
        """How a report calls the order."""
        return f"order {self.terms.order_id} of account {self.terms.account}"

    @property
    def fee_total_atoms(self) -> int:
        """What the order owes for all its trades: one rounding of the sum, capped (SPT-012)."""
        return min(self.terms.fee_cap_atoms, -(-self.charged // RATE_UNIT))

    @property
    def fee_credit(self) -> int:
        """What rounding up has paid in advance; nothing once the cap is reached (SPT-012)."""
        if self.fee_total_atoms == self.terms.fee_cap_atoms:
            return 0
        return RATE_UNIT * self.fee_total_atoms - self.charged

    def expired(self, now: int) -> bool:
        """Whether its time has come (MAT-005)."""
        return self.terms.expires_at is not None and now >= self.terms.expires_at

    def crosses(self, resting: "BookOrder") -> bool:
        """Whether this order and an opposite one cross (MAT-012)."""
        if self.terms.side is Side.BUY:
            return self.price >= resting.price
        return self.price <= resting.price

    def as_dump(self) -> OrderDump:
        """The order as a dump lists it (STA-021)."""
        return OrderDump(
            account=self.terms.account,
            order_id=self.terms.order_id,
            price=Price(self.price),
            open_lots=Lots(self.open_lots),
            order_type=self.terms.order_type,
            self_trade=self.terms.self_trade,
            expires_at=self.terms.expires_at,
            reduce_only=self.terms.reduce_only,
            maker_fee_rate=self.terms.maker_fee_rate,
            taker_fee_rate=self.terms.taker_fee_rate,
            fee_cap_atoms=self.terms.fee_cap_atoms,
            fee_paid_atoms=Atoms(self.fee_paid_atoms),
            fee_credit=FeeCredit(self.fee_credit),
            returnable=self.terms.returnable,
            extensible=self.terms.extensible,
        )


def _rank(order: BookOrder) -> int:
    """Ascends from the best price to the worst (MAT-010)."""
    return -order.price if order.terms.side is Side.BUY else order.price


@define
class Books:
    """Every side of every market, best order first."""

    _sides: dict[tuple[MarketId, Side], list[BookOrder]] = field(factory=dict)
    _resting: dict[tuple[AccountId, OrderId], BookOrder] = field(factory=dict)
    _per_account: Counter[AccountId] = field(factory=Counter)

    def side(self, market: MarketId, side: Side) -> list[BookOrder]:
        """The orders of one side, best first; to be read only."""
        return self._sides.setdefault((market, side), [])

    def resting(self, account: AccountId, order_id: OrderId) -> BookOrder:
        """The order of this name that rests; without one the trail is broken."""
        order = self._resting.get((account, order_id))
        if order is None:
            raise BrokenTrailError(
                "INV-008", f"order {order_id} of account {account} does not rest"
            )
        return order

    def count(self, account: AccountId | None = None) -> int:
        """How many orders rest, of one account or of all."""
        return len(self._resting) if account is None else self._per_account[account]

    def join(self, order: BookOrder) -> None:
        """Put an order behind all of its price (MAT-010)."""
        side = self.side(order.terms.market, order.terms.side)
        side.insert(bisect_right(side, _rank(order), key=_rank), order)
        self._resting[order.terms.account, order.terms.order_id] = order
        self._per_account[order.terms.account] += 1

    def leave(self, order: BookOrder) -> None:
        """Take a resting order off its side; the trail is broken if it is not on it."""
        if self.resting(order.terms.account, order.terms.order_id) is not order:
            raise BrokenTrailError("INV-008", f"another {order.name} rests")
        side = self.side(order.terms.market, order.terms.side)
        place = bisect_left(side, _rank(order), key=_rank)
        while side[place] is not order:
            place += 1
        del side[place]
        del self._resting[order.terms.account, order.terms.order_id]
        self._per_account[order.terms.account] -= 1

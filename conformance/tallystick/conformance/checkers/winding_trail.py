"""The events of a liquidation: which they are, and whether forced orders are what they must be.

Events do not name their command. A liquidation ends with what its target is worth, and has none of
the events with which a command of the target itself begins.
"""

from collections.abc import Callable, Iterator, Sequence

from attrs import define, field

from tallystick.conformance.checkers.registry import BASE_ASSET, Registry
from tallystick.conformance.checkers.valuation_below import Band
from tallystick.conformance.checkers.valuation_parts import mark_of
from tallystick.reference.types.choices import (
    MarketKind,
    OrderType,
    RemovalCause,
    SelfTrade,
    Side,
)
from tallystick.reference.types.dump import AssetDump
from tallystick.reference.types.events import (
    Event,
    OrderAccepted,
    OrderAmended,
    OrderRemoved,
    Transferred,
    Withdrawn,
)
from tallystick.reference.types.liquidation_events import SwappedForTarget
from tallystick.reference.types.loan_events import LoanHandedOver
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.parameters import MarginParameters, PerpetualParameters
from tallystick.reference.types.units import AccountId, MarketId, OrderId

FIRST_ENGINE_ORDER_ID = 2**61
MOST_LOTS = 2**40
REPAYING = 17
"""The step of LIQ-017."""
_OF_AN_OWN_COMMAND = OrderAmended | Withdrawn | Transferred | SwappedForTarget


def target_of(events: Sequence[Event], registry: Registry) -> AccountId | None:
    """The target, if the events are those of a liquidation."""
    last = events[-1] if events else None
    if not isinstance(last, AccountValued):
        return None
    target, borrows, hands_over = last.account, False, False
    for event in events:
        if isinstance(event, _OF_AN_OWN_COMMAND):
            return None
        if isinstance(event, OrderRemoved) and event.cause is RemovalCause.REPLACED:
            return None
        if isinstance(event, OrderAccepted) and event.account == target:
            if event.order_id < FIRST_ENGINE_ORDER_ID:
                return None
            borrows |= event.side is Side.BUY and _kind(registry, event.market) is MarketKind.LEND
        hands_over |= isinstance(event, LoanHandedOver)
    # Without a forced loan nothing is handed over but by a swap of the account's own.
    return None if hands_over and not borrows else target


def _kind(registry: Registry, market: MarketId) -> MarketKind | None:
    record = registry.markets.get(market)
    return None if record is None else record.listed.kind


@define
class WindingTrail:
    """The steps of one liquidation, as far as they show."""

    target: AccountId
    registry: Registry
    margin: MarginParameters
    perpetual: PerpetualParameters
    net_worth: Callable[[], int]
    """What the target is worth now, in base atoms."""
    owes_nothing: bool
    """Whether it had neither loans nor debts, so that all units used can be seen (LIQ-011)."""
    debts_paid: int = 0
    """Payments of debts, each of which has cost a unit."""
    _is_below: bool = False
    """Whether that was negative when the present step began (LIQ-012)."""
    _last_cancelled: tuple[MarketId, OrderId] = field(default=(MarketId(0), OrderId(0)))
    _last_step: tuple[int, int] = (0, 0)

    def cancel(self, market: MarketId, event: OrderRemoved) -> Iterator[tuple[str, str]]:
        """Clause and text of what is wrong with an order removed by LIQ-014."""
        key = (market, event.order_id)
        is_next = event.account == self.target and key > self._last_cancelled
        if not is_next or self._last_step > (14, 0) or event.cause is not RemovalCause.CANCELLED:
            yield "LIQ-014", f"{event} in a liquidation of account {self.target}"
        self._last_cancelled = key

    def force(
        self, order: OrderAccepted, asset: AssetDump, *, position: int, resting: int, owed: int
    ) -> Iterator[tuple[str, str]]:
        """Clause and text of what is wrong with a forced order on a spot or perpetual market.

        So many lots are its position, so many orders rest, and so many atoms its loans cost.
        """
        name = f"order {order.order_id} of account {order.account}"
        if order.account != self.target:
            yield "LIQ-012", f"{name} is forced, and account {self.target} is wound up"
        kind = self.registry.market(order.market).listed.kind
        is_perpetual = kind is MarketKind.PERP
        cap_of = BASE_ASSET if is_perpetual or order.side is Side.SELL else asset.asset
        wanted = (
            *(OrderType.IOC, SelfTrade.CANCEL_MAKER, None, is_perpetual, 0, 0),
            self.registry.asset(cap_of).listed.fee_cap_atoms,
        )
        seen = (
            *(order.order_type, order.self_trade, order.expires_at, order.reduce_only),
            *(order.maker_fee_rate, order.taker_fee_rate, order.fee_cap_atoms),
        )
        if seen != wanted or self.registry.market(order.market).halted:
            yield "LIQ-012", f"{name} is {seen}, not {wanted}"
        yield from self._of_step(order, is_perpetual, resting)
        price = mark_of(asset) if self._is_below else self._edge(asset, order.side)
        if order.price != price:
            yield "LIQ-012", f"{name} is at {order.price}, not {price}"
        yield from self._of_lots(order, asset, position if is_perpetual else None, owed)

    def _edge(self, asset: AssetDump, side: Side) -> int:
        """The price of a forced order (LIQ-012)."""
        band = Band.of_asset(asset, self.margin)
        highest = min(MOST_LOTS, 2**52 // self.perpetual.max_position_lots)
        return min(max(1, band.highest if side is Side.BUY else band.lowest), highest)

    def _of_lots(
        self, order: OrderAccepted, asset: AssetDump, position: int | None, owed: int
    ) -> Iterator[tuple[str, str]]:
        text = f"order {order.order_id} of account {order.account} has {order.lots} lots"
        if position is not None:
            side = Side.SELL if position > 0 else Side.BUY
            if (order.side, order.lots) != (side, min(abs(position), MOST_LOTS)):
                yield "LIQ-015", f"{text}, {order.side}, against a position of {position}"
        elif order.side is Side.SELL:
            holdings = dict(self.registry.ledger.holdings(order.account))
            lots = (holdings[asset.asset] - owed) // asset.lot_atoms
            if order.lots != min(lots, MOST_LOTS):
                yield "LIQ-018", f"{text}, to be sold are {lots}"
        if order.lots < 1:
            yield "LIQ-012", text

    def _of_step(
        self, order: OrderAccepted, is_perpetual: bool, resting: int
    ) -> Iterator[tuple[str, str]]:
        """Steps come in their order, and only when no order of the target is left."""
        if resting:
            yield "LIQ-014", f"{resting} orders of account {self.target} rest, and it goes on"
        step = (15, order.market)
        if not is_perpetual:
            asset = self.registry.market(order.market).listed.asset
            step = (REPAYING, MarketId(0)) if order.side is Side.BUY else (18, MarketId(asset))
        if step[0] != self._last_step[0]:
            # A step that repays is left out then, and so prices nothing.
            self._is_below = step[0] != REPAYING and self.net_worth() < 0
        if step < self._last_step or (step[1] and step == self._last_step):
            yield "LIQ-010", f"step {step} of a liquidation behind {self._last_step}"
        self._last_step = step

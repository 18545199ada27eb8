"""From the rows of the kernel's log back to events, and from its numbers to words."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from tallystick.fast.kernel import codes
from tallystick.fast.kernel.layout import (
    EVENT_WIDTH,
    KIND_SPAN,
    OFFER,
    OFFER_EXTENSIBLE,
    OFFER_RETURNABLE,
    RATES_SPAN,
    REDUCES,
    TERMS_SPAN,
    TERMS_TYPES,
)
from tallystick.fast.liquidation_event_rows import LIQUIDATION_DECODERS
from tallystick.fast.loan_event_rows import LOAN_DECODERS
from tallystick.fast.margin_event_rows import MARGIN_DECODERS
from tallystick.fast.perp_event_rows import PERP_DECODERS
from tallystick.reference.types import events
from tallystick.reference.types.choices import (
    FundingSource,
    MarketKind,
    OrderType,
    RemovalCause,
    SelfTrade,
    Side,
)
from tallystick.reference.types.events import Event
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FeeRate,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)

SIDES = tuple(Side)
MARKET_KINDS = tuple(MarketKind)
ORDER_TYPES = tuple(OrderType)
POLICIES = tuple(SelfTrade)
SOURCES = tuple(FundingSource)
CAUSES = tuple(RemovalCause)
"""Counted from 1 in the kernel."""

Cells = Sequence[int]


def decode_events(cells: Cells) -> tuple[Event, ...]:
    """The events of as many whole rows as there are cells for."""
    return tuple(
        _DECODERS[cells[start]](cells[start + 1 : start + EVENT_WIDTH])
        for start in range(0, len(cells), EVENT_WIDTH)
    )


def time_or_none(cell: int) -> Milliseconds | None:
    """An expiry time, if there is one."""
    return None if cell == codes.ABSENT else Milliseconds(cell)


def offer_flags(terms: int) -> tuple[bool | None, bool | None]:
    """Whether an order is returnable and extensible; both are absent unless it is an offer."""
    flags = terms // TERMS_SPAN
    if flags & OFFER == 0:
        return None, None
    return flags & OFFER_RETURNABLE != 0, flags & OFFER_EXTENSIBLE != 0


def is_reduce_only(terms: int) -> bool:
    """Whether an order is reduce-only (PRP-012)."""
    return terms // TERMS_SPAN & REDUCES != 0


def _account_opened(cells: Cells) -> Event:
    return events.AccountOpened(AccountId(cells[0]), PrincipalId(cells[1]))


def _delegate_added(cells: Cells) -> Event:
    return events.DelegateAdded(AccountId(cells[0]), PrincipalId(cells[1]))


def _delegate_removed(cells: Cells) -> Event:
    return events.DelegateRemoved(AccountId(cells[0]), PrincipalId(cells[1]))


def _deposited(cells: Cells) -> Event:
    return events.Deposited(AccountId(cells[0]), AssetId(cells[1]), Atoms(cells[2]))


def _withdrawn(cells: Cells) -> Event:
    return events.Withdrawn(AccountId(cells[0]), AssetId(cells[1]), Atoms(cells[2]))


def _transferred(cells: Cells) -> Event:
    return events.Transferred(
        AccountId(cells[0]), AccountId(cells[1]), AssetId(cells[2]), Atoms(cells[3])
    )


def _asset_listed(cells: Cells) -> Event:
    return events.AssetListed(AssetId(cells[0]), Atoms(cells[1]), Atoms(cells[2]))


def _market_listed(cells: Cells) -> Event:
    source = cells[2] // KIND_SPAN
    return events.MarketListed(
        MarketId(cells[0]),
        AssetId(cells[1]),
        MARKET_KINDS[cells[2] % KIND_SPAN],
        Price(cells[3]),
        Lots(cells[4]),
        SOURCES[source - 1] if source else None,
    )


def _mark_set(cells: Cells) -> Event:
    return events.MarkSet(AssetId(cells[0]), Price(cells[1]))


def _halted_set(cells: Cells) -> Event:
    return events.HaltedSet(MarketId(cells[0]), bool(cells[1]))


def _fee_exempt_set(cells: Cells) -> Event:
    return events.FeeExemptSet(AccountId(cells[0]), bool(cells[1]))


def _treasury_withdrawn(cells: Cells) -> Event:
    return events.TreasuryWithdrawn(AssetId(cells[0]), Atoms(cells[1]))


def _time_advanced(cells: Cells) -> Event:
    return events.TimeAdvanced(Milliseconds(cells[0]))


def _order_accepted(cells: Cells) -> Event:
    account, order_id, book, price, lots, terms, expires_at, rates, fee_cap_atoms = cells
    returnable, extensible = offer_flags(terms)
    return events.OrderAccepted(
        account=AccountId(account),
        order_id=OrderId(order_id),
        market=MarketId(book >> 1),
        side=SIDES[book & 1],
        price=Price(price),
        lots=Lots(lots),
        order_type=ORDER_TYPES[terms % TERMS_TYPES],
        self_trade=POLICIES[terms % TERMS_SPAN // TERMS_TYPES],
        expires_at=time_or_none(expires_at),
        reduce_only=is_reduce_only(terms),
        maker_fee_rate=FeeRate(rates // RATES_SPAN),
        taker_fee_rate=FeeRate(rates % RATES_SPAN),
        fee_cap_atoms=Atoms(fee_cap_atoms),
        returnable=returnable,
        extensible=extensible,
    )


def _order_amended(cells: Cells) -> Event:
    return events.OrderAmended(
        AccountId(cells[0]), OrderId(cells[1]), Price(cells[2]), Lots(cells[3])
    )


def _order_rested(cells: Cells) -> Event:
    return events.OrderRested(AccountId(cells[0]), OrderId(cells[1]), Lots(cells[2]))


def _order_removed(cells: Cells) -> Event:
    return events.OrderRemoved(
        AccountId(cells[0]), OrderId(cells[1]), Lots(cells[2]), CAUSES[cells[3] - 1]
    )


def _orders_decremented(cells: Cells) -> Event:
    return events.OrdersDecremented(
        AccountId(cells[0]), OrderId(cells[1]), OrderId(cells[2]), Lots(cells[3])
    )


def _traded(cells: Cells) -> Event:
    return events.Traded(
        market=MarketId(cells[0] >> 1),
        maker_account=AccountId(cells[1]),
        maker_order_id=OrderId(cells[2]),
        taker_account=AccountId(cells[3]),
        taker_order_id=OrderId(cells[4]),
        taker_side=SIDES[cells[0] & 1],
        price=Price(cells[5]),
        lots=Lots(cells[6]),
    )


def _fee_paid(cells: Cells) -> Event:
    return events.FeePaid(
        AccountId(cells[0]), OrderId(cells[1]), AssetId(cells[2]), Atoms(cells[3])
    )


_DECODERS: Mapping[int, Callable[[Cells], Event]] = MappingProxyType(
    {
        codes.ACCOUNT_OPENED: _account_opened,
        codes.DELEGATE_ADDED: _delegate_added,
        codes.DELEGATE_REMOVED: _delegate_removed,
        codes.DEPOSITED: _deposited,
        codes.WITHDRAWN: _withdrawn,
        codes.TRANSFERRED: _transferred,
        codes.ASSET_LISTED: _asset_listed,
        codes.MARKET_LISTED: _market_listed,
        codes.MARK_SET: _mark_set,
        codes.HALTED_SET: _halted_set,
        codes.FEE_EXEMPT_SET: _fee_exempt_set,
        codes.TREASURY_WITHDRAWN: _treasury_withdrawn,
        codes.TIME_ADVANCED: _time_advanced,
        codes.ORDER_ACCEPTED: _order_accepted,
        codes.ORDER_AMENDED: _order_amended,
        codes.ORDER_RESTED: _order_rested,
        codes.ORDER_REMOVED: _order_removed,
        codes.ORDERS_DECREMENTED: _orders_decremented,
        codes.TRADED: _traded,
        codes.FEE_PAID: _fee_paid,
        **LOAN_DECODERS,
        **PERP_DECODERS,
        **MARGIN_DECODERS,
        **LIQUIDATION_DECODERS,
    }
)

"""Events of the example venue, short to write: one function an event."""

from attrs import evolve

from tallystick.conformance.auditor import Auditor
from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types.choices import (
    MarketKind,
    OrderType,
    Profile,
    RemovalCause,
    SelfTrade,
    Side,
)
from tallystick.reference.types.events import (
    AccountOpened,
    AssetListed,
    Deposited,
    Event,
    FeePaid,
    MarketListed,
    OrderAccepted,
    OrderAmended,
    OrderRemoved,
    OrderRested,
    OrdersDecremented,
    Traded,
)
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    FeeRate,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)

PARAMETERS = load_preset("minimal")
BASE, ASSET, MARKET = AssetId(1), AssetId(2), MarketId(1)
ONE, TWO, THREE = AccountId(1), AccountId(2), AccountId(3)
BUY, SELL = Side.BUY, Side.SELL
MAKER_RATE, TAKER_RATE = FeeRate(7_777), FeeRate(13_331)

LISTING: tuple[Event, ...] = (
    AssetListed(ASSET, Atoms(10), Atoms(5)),
    MarketListed(MARKET, ASSET, MarketKind.SPOT, Price(5), Lots(2)),
    *(AccountOpened(AccountId(n), PrincipalId(10 + n)) for n in (1, 2, 3)),
)
DEPOSITS: tuple[Event, ...] = tuple(
    Deposited(AccountId(n), asset, Atoms(atoms))
    for n in (1, 2, 3)
    for asset, atoms in ((BASE, 1_000), (ASSET, 500))
)


def accepted(
    account: AccountId, order_id: int, side: Side, price: int, lots: int, expires_at: int = -1
) -> OrderAccepted:
    """An order of the example venue; a negative time stands for none."""
    return OrderAccepted(
        account=account,
        order_id=OrderId(order_id),
        market=MARKET,
        side=side,
        price=Price(price),
        lots=Lots(lots),
        order_type=OrderType.LIMIT,
        self_trade=SelfTrade.REJECT,
        expires_at=Milliseconds(expires_at) if expires_at >= 0 else None,
        reduce_only=False,
        maker_fee_rate=MAKER_RATE,
        taker_fee_rate=TAKER_RATE,
        fee_cap_atoms=Atoms(5 if side is BUY else 3),
    )


def rested(account: AccountId, order_id: int, open_lots: int) -> OrderRested:
    return OrderRested(account, OrderId(order_id), Lots(open_lots))


def amended(account: AccountId, order_id: int, price: int, open_lots: int) -> OrderAmended:
    return OrderAmended(account, OrderId(order_id), Price(price), Lots(open_lots))


def removed(account: AccountId, order_id: int, lots: int, cause: str) -> OrderRemoved:
    return OrderRemoved(account, OrderId(order_id), Lots(lots), RemovalCause(cause))


def decremented(account: AccountId, maker: int, taker: int, lots: int) -> OrdersDecremented:
    return OrdersDecremented(account, OrderId(maker), OrderId(taker), Lots(lots))


def bought(
    maker: tuple[AccountId, int], taker: tuple[AccountId, int], price: int, lots: int
) -> Traded:
    """A trade whose taker buys."""
    return Traded(
        market=MARKET,
        maker_account=maker[0],
        maker_order_id=OrderId(maker[1]),
        taker_account=taker[0],
        taker_order_id=OrderId(taker[1]),
        taker_side=BUY,
        price=Price(price),
        lots=Lots(lots),
    )


def sold(
    maker: tuple[AccountId, int], taker: tuple[AccountId, int], price: int, lots: int
) -> Traded:
    """A trade whose taker sells."""
    return evolve(bought(maker, taker, price, lots), taker_side=SELL)


def fee(account: AccountId, order_id: int, asset: AssetId, atoms: int) -> FeePaid:
    return FeePaid(account, OrderId(order_id), asset, Atoms(atoms))


def clauses(auditor: Auditor, *events: Event, touched_orders: int = 0) -> list[str]:
    """Clauses that the auditor sees violated by one accepted command with these events."""
    outcome = Accepted(events, Count(touched_orders))
    return [violation.clause for violation in auditor.observe(outcome)]


def open_auditor() -> Auditor:
    """The example venue in `spot/1`; asks 1/1 and 2/1 at 100 with 3 lots, 2/2 at 105 with 2."""
    auditor = Auditor(Profile.SPOT_1, PARAMETERS)
    assert clauses(auditor, *LISTING, *DEPOSITS) == []
    for account, order_id, price, lots in ((ONE, 1, 100, 3), (TWO, 1, 100, 3), (TWO, 2, 105, 2)):
        order = accepted(account, order_id, SELL, price, lots)
        assert clauses(auditor, order, rested(account, order_id, lots)) == []
    return auditor


BUY_3 = accepted(THREE, 1, BUY, 100, 3)
BUY_8 = accepted(THREE, 1, BUY, 105, 8)
# The buyer receives 30 atoms: ceil_div(13331 * 30, 100000) == 4. The seller's 24 are capped at 3.
TRADE_3 = bought((ONE, 1), (THREE, 1), 100, 3)
FEES_3: tuple[Event, ...] = (fee(THREE, 1, ASSET, 4), fee(ONE, 1, BASE, 3))
# 20 atoms: ceil_div(13331 * 20, 100000) == 3.
TRADE_2 = bought((ONE, 1), (THREE, 1), 100, 2)
FEES_2: tuple[Event, ...] = (fee(THREE, 1, ASSET, 3), fee(ONE, 1, BASE, 3))

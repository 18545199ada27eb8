"""Orders that the engine makes of an account that is wound up (LIQ-012)."""

from tallystick.reference.closing import MOST_LOTS, edge_price
from tallystick.reference.interest import engine_order_id
from tallystick.reference.ledger import received_asset
from tallystick.reference.legs import highest_mark, is_perpetual
from tallystick.reference.loans import loan_fee, opens_loans
from tallystick.reference.pricing import band_of_asset, is_priced, pricing_of
from tallystick.reference.state import BASE_ASSET, Market, Order, State, lending_parameters
from tallystick.reference.types.choices import MarketKind, OrderType, SelfTrade, Side
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FeeCredit,
    FeeRate,
    Lots,
    MarketId,
    Price,
)


def market_of(state: State, asset: AssetId, kind: MarketKind) -> Market | None:
    """The market of an asset of that kind, or None if none is listed."""
    found = (each for each in state.markets.values() if (each.asset, each.kind) == (asset, kind))
    return next(found, None)


def forced_order(
    state: State,
    account: AccountId,
    asset: AssetId,
    kind: MarketKind,
    side: Side,
    lots: int,
    *,
    at_mark: bool = False,
) -> Order | None:
    """The order that trades so many lots at the edge of the band, or `at_mark`; on a lending
    market at the highest rate. None if there is none (LIQ-012).
    """
    market = market_of(state, asset, kind)
    if market is None or market.halted or not is_priced(state, asset):  # [LIQ-012]
        return None
    limited = Lots(min(lots, MOST_LOTS))  # [LIQ-012]
    if limited == 0:  # [LIQ-012]
        return None
    rate, cap = _fee(state, account, market.market, side)
    is_loan = opens_loans(state, market.market)
    return Order(
        account=account,
        order_id=engine_order_id(state.accounts[account].last_engine_order_id),  # [LIQ-012]
        market=market.market,
        side=side,
        price=lending_parameters(state).rate_cap_bps  # [LIQ-012]
        if is_loan
        else _price(state, asset, side, at_mark=at_mark),
        open_lots=limited,
        order_type=OrderType.IOC,  # [LIQ-012]
        self_trade=SelfTrade.CANCEL_MAKER,  # [LIQ-012]
        expires_at=None,  # [LIQ-012]
        reduce_only=is_perpetual(state, market.market),  # [LIQ-012]
        maker_fee_rate=rate,
        taker_fee_rate=rate,
        fee_cap_atoms=cap,
        fee_paid_atoms=Atoms(0),
        fee_credit=FeeCredit(0),
        returnable=None,
        extensible=None,
        joined=0,
    )


def _fee(state: State, account: AccountId, market: MarketId, side: Side) -> tuple[FeeRate, Atoms]:
    """Fee rate and cap of a forced order; a forced loan has those of every loan (LIQ-012)."""
    if opens_loans(state, market):
        return loan_fee(state, account, market, side)  # [LIQ-012] [LND-004]
    is_perp = is_perpetual(state, market)
    received = BASE_ASSET if is_perp else received_asset(state, market, side)
    return FeeRate(0), state.assets[received].fee_cap_atoms  # [LIQ-012]


def _price(state: State, asset: AssetId, side: Side, *, at_mark: bool) -> Price:
    """The mark, or the edge of the band that is worse for who trades (LIQ-012)."""
    pricing = pricing_of(state.assets[asset])
    assert pricing is not None
    mark, _ = pricing
    if at_mark:
        return mark  # [LIQ-012]
    return edge_price(side, mark, band_of_asset(state, asset), highest_mark(state))  # [LIQ-012]

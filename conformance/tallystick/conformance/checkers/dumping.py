"""The state that events tell of, as a dump lists it (STA-020)."""

from collections import Counter

from tallystick.conformance.checkers.books import Books
from tallystick.conformance.checkers.perpetuals import Perpetuals
from tallystick.conformance.checkers.registry import Registry
from tallystick.reference.types.choices import Side
from tallystick.reference.types.dump import AccountDump, BalanceDump, MarketDump
from tallystick.reference.types.units import AccountId, AssetId, Atoms


def market_dumps(
    registry: Registry, books: Books, perpetuals: Perpetuals | None
) -> tuple[MarketDump, ...]:
    """All markets, with the funding and the legs of those that have them."""
    funding = perpetuals.state.funding if perpetuals is not None else {}
    legs = perpetuals.state.legs if perpetuals is not None else {}
    return tuple(
        MarketDump(
            market=market,
            asset=record.listed.asset,
            kind=record.listed.kind,
            tick=record.listed.tick,
            minimum_lots=record.listed.minimum_lots,
            halted=record.halted,
            bids=tuple(order.as_dump() for order in books.side(market, Side.BUY)),
            asks=tuple(order.as_dump() for order in books.side(market, Side.SELL)),
            funding=funding[market].as_dump() if market in funding else None,
            last_leg=legs[market].last_leg if market in legs else None,
            legs=legs[market].dumps() if market in legs else None,
        )
        for market, record in sorted(registry.markets.items())
    )


def account_dumps(
    registry: Registry,
    reserved: Counter[tuple[AccountId, AssetId]],
    *,
    has_engine_orders: bool,
) -> tuple[AccountDump, ...]:
    """All accounts; what they have reserved is counted before."""
    return tuple(
        AccountDump(
            account=account,
            owner=record.owner,
            delegates=tuple(sorted(record.delegates)),
            fee_exempt=record.fee_exempt,
            last_order_id=record.last_order_id,
            balances=tuple(
                BalanceDump(asset, Atoms(atoms), Atoms(reserved[account, asset]))
                for asset, atoms in registry.ledger.holdings(account)
                if atoms or reserved[account, asset]
            ),
            last_engine_order_id=record.last_engine_order_id if has_engine_orders else None,
        )
        for account, record in sorted(registry.accounts.items())
    )

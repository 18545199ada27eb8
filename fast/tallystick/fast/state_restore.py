"""A new kernel filled with the state of a dump (STA-025): the mirror of `state_dump`."""

from types import ModuleType

from tallystick.fast.event_rows import MARKET_KINDS, ORDER_TYPES, POLICIES
from tallystick.fast.kernel import codes, layout
from tallystick.fast.kernel.venue import Venue
from tallystick.fast.liquidation_dump import fill_escrows
from tallystick.fast.loan_dump import fill_loans
from tallystick.fast.margin_dump import fill_risks
from tallystick.fast.perp_dump import fill_perps
from tallystick.reference.types.dump import AccountDump, MarketDump, OrderDump, StateDump


def fill_venue(dump: StateDump, venue: Venue, restoring: ModuleType) -> None:
    """Bring a new venue to the state of a valid dump.

    `restoring` is the kernel's module of that name, of the build that the venue is of.
    """
    venue.now = dump.now
    for asset in dump.assets:
        restoring.restore_asset(
            venue,
            asset.asset,
            asset.lot_atoms,
            asset.fee_cap_atoms,
            asset.mark or 0,
            asset.mark_time or 0,
            asset.supply_atoms,
            asset.treasury_atoms,
        )
    if venue.has_margin:
        fill_risks(dump, venue, restoring)
    for market in dump.markets:
        _list(market, venue, restoring)
    for account in dump.accounts:
        _open(account, venue, restoring)
    for market in dump.markets:
        for side, orders in ((codes.BUY, market.bids), (codes.SELL, market.asks)):
            for order in orders:
                _rest(order, 2 * market.market + side, venue, restoring)
    if venue.has_loans:
        fill_loans(dump, venue, restoring)
    if venue.has_perps:
        fill_perps(dump, venue, restoring)
    if venue.has_liquidation:
        fill_escrows(dump, venue, restoring)


def _list(market: MarketDump, venue: Venue, restoring: ModuleType) -> None:
    restoring.restore_market(
        venue,
        market.market,
        market.asset,
        MARKET_KINDS.index(market.kind),
        market.tick,
        market.minimum_lots,
        int(market.halted),
    )


def _open(account: AccountDump, venue: Venue, restoring: ModuleType) -> None:
    restoring.restore_account(
        venue,
        account.account,
        account.owner,
        int(account.fee_exempt),
        account.last_order_id,
        account.last_engine_order_id or 0,
    )
    for principal in account.delegates:
        restoring.restore_delegate(venue, account.account, principal)
    for balance in account.balances:
        restoring.restore_balance(venue, account.account, balance.asset, balance.atoms)


def _rest(order: OrderDump, book: int, venue: Venue, restoring: ModuleType) -> None:
    restoring.restore_order(
        venue,
        order.account,
        order.order_id,
        book,
        order.price,
        order.open_lots,
        ORDER_TYPES.index(order.order_type),
        POLICIES.index(order.self_trade),
        codes.ABSENT if order.expires_at is None else order.expires_at,
        order.taker_fee_rate + layout.RATES_SPAN * order.maker_fee_rate,
        order.fee_cap_atoms,
        order.fee_paid_atoms,
        order.fee_credit,
        _flags(order),
    )


def _flags(order: OrderDump) -> int:
    """The flags of an offer, or whether another order is reduce-only."""
    if order.returnable is None or order.extensible is None:
        return layout.REDUCES * order.reduce_only
    returnable = layout.OFFER_RETURNABLE * order.returnable
    return layout.OFFER + returnable + layout.OFFER_EXTENSIBLE * order.extensible

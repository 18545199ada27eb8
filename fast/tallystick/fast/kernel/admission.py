"""What a new or an amended order must pass before it walks (MAT-016, MAT-037)."""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import (
    ABSENT,
    ACCEPTED,
    ALREADY_EXPIRED,
    BELOW_MINIMUM,
    FLAGS_NOT_OF_OFFER,
    FOK,
    INSUFFICIENT_BALANCE,
    IOC,
    LEND,
    MARKET_HALTED,
    NO_MARK,
    NO_RISK,
    NONE,
    NOT_MULTIPLE_OF_MINIMUM,
    NOT_PERP,
    ORDER_ID_NOT_INCREASING,
    ORDER_TOO_LARGE,
    PERP,
    PRICE_NOT_ON_TICK,
    RATE_TOO_HIGH,
    RESERVATION_LIMIT,
    SELL,
    SPOT,
    STALE_MARK,
    TOO_MANY_ORDERS,
    TOO_MANY_ORDERS_OF_ACCOUNT,
)
from .layout import (
    ACCOUNT_LAST_ORDER_ID,
    ACCOUNT_ORDERS,
    ACCOUNT_WIDTH,
    COMMAND_ACCOUNT,
    COMMAND_EXPIRES_AT,
    COMMAND_FLAG,
    COMMAND_LOTS,
    COMMAND_MARKET,
    COMMAND_NEW_ORDER_ID,
    COMMAND_ORDER_TYPE,
    COMMAND_PRICE,
    COMMAND_SIDE,
    COMMAND_TERMS,
    MARKET_ASSET,
    MARKET_IS_HALTED,
    MARKET_KIND,
    MARKET_LOT_ATOMS,
    MARKET_MINIMUM,
    MARKET_TICK,
    MARKET_WIDTH,
    ORDER_ACCOUNT,
    ORDER_BOOK,
    ORDER_OPEN_LOTS,
    ORDER_PRICE,
    ORDER_WIDTH,
)
from .risk import is_stale
from .venue import BASE, Venue

HIGHEST_RATE_BPS: Final = 9_999
HIGHEST_PRICE_TIMES_LOTS: Final = 2**54
HIGHEST_ATOMS: Final = 2**56


def may_rest(order_type: i64) -> bool:
    """MAT-003."""
    return order_type != IOC and order_type != FOK


def is_offer(venue: Venue, market: i64, side: i64) -> bool:
    """Whether an order of a profile with loans offers to lend (LND-001)."""
    return side == SELL and venue.markets[market * MARKET_WIDTH + MARKET_KIND] == LEND


def judge_capacity(venue: Venue, account: i64, gone: i64) -> i64:
    """MAT-015 for an order that may rest; `gone` is 1 if another one makes way for it."""
    orders = venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_ORDERS]
    if orders - gone >= venue.limits.max_orders_per_account:
        return TOO_MANY_ORDERS_OF_ACCOUNT
    if venue.orders.count - gone >= venue.limits.max_orders:
        return TOO_MANY_ORDERS
    return ACCEPTED


def judge_price(venue: Venue, market: i64, price: i64) -> i64:
    """MAT-002."""
    cell = market * MARKET_WIDTH
    if price % venue.markets[cell + MARKET_TICK] != 0:
        return PRICE_NOT_ON_TICK
    if venue.markets[cell + MARKET_KIND] == LEND and price > HIGHEST_RATE_BPS:
        return RATE_TOO_HIGH
    return ACCEPTED


def judge_lots(venue: Venue, market: i64, lots: i64) -> i64:
    """MAT-008."""
    cell = market * MARKET_WIDTH
    minimum = venue.markets[cell + MARKET_MINIMUM]
    if venue.markets[cell + MARKET_KIND] == SPOT:
        return BELOW_MINIMUM if lots < minimum else ACCEPTED
    return NOT_MULTIPLE_OF_MINIMUM if lots % minimum != 0 else ACCEPTED


def is_perp(venue: Venue, market: i64) -> bool:
    """Whether a market is one of perpetual futures; match/1 has such too, without chapter 06."""
    return venue.markets[market * MARKET_WIDTH + MARKET_KIND] == PERP


def _judge_perp(venue: Venue, market: i64, reduce_only: i64) -> i64:
    """MAT-007, PRP-011 and PRP-012, for any market of a venue with perpetual ones."""
    if reduce_only != 0 and not is_perp(venue, market):
        return NOT_PERP
    if venue.markets[market * MARKET_WIDTH + MARKET_IS_HALTED] != 0:
        return MARKET_HALTED
    if is_perp(venue, market) and venue.mark_of(market) == 0:
        return NO_MARK
    return judge_priced(venue, market) if venue.has_margin else ACCEPTED


def judge_priced(venue: Venue, market: i64) -> i64:
    """MGN-004 and MGN-051."""
    asset = venue.markets[market * MARKET_WIDTH + MARKET_ASSET]
    if asset == BASE:
        return ACCEPTED
    if venue.mark_of(market) == 0:
        return NO_MARK
    if not venue.margin.has_risk(asset):
        return NO_RISK
    return STALE_MARK if is_perp(venue, market) and is_stale(venue, asset) else ACCEPTED


def judge_size(venue: Venue, market: i64, price: i64, lots: i64) -> i64:
    """SPT-001, LND-002 and PRP-010, by division: the products may need 80 bits."""
    if not venue.has_ledger:
        return ACCEPTED
    kind = venue.markets[market * MARKET_WIDTH + MARKET_KIND]
    if kind == PERP:
        limits = venue.perps.limits
        fits = price <= limits.highest_mark and lots <= 2 * limits.max_position_lots
        return ACCEPTED if fits else ORDER_TOO_LARGE
    lot_atoms = venue.markets[market * MARKET_WIDTH + MARKET_LOT_ATOMS]
    if lot_atoms > HIGHEST_ATOMS // lots:
        return ORDER_TOO_LARGE
    if price > HIGHEST_PRICE_TIMES_LOTS // lots and kind != LEND:
        return ORDER_TOO_LARGE
    return ACCEPTED


def judge_reservation(
    venue: Venue, account: i64, book: i64, price: i64, lots: i64, former: i64
) -> i64:
    """SPT-003; `former` is the order that the new one takes the place of, or NONE."""
    if not venue.has_ledger:
        return ACCEPTED
    asset = venue.reserved_asset(book)
    own = venue.reservation(book, price, lots)
    freed: i64 = 0
    if former != NONE:
        cell = former * ORDER_WIDTH
        rows = venue.orders.rows
        former_book = rows[cell + ORDER_BOOK]
        if venue.reserved_asset(former_book) == asset:
            freed = venue.reservation(
                former_book, rows[cell + ORDER_PRICE], rows[cell + ORDER_OPEN_LOTS]
            )
    if own <= freed:
        return ACCEPTED
    return judge_reserved(venue, account, asset, own, venue.reserved(account, asset) - freed + own)


def judge_reserved(venue: Venue, account: i64, asset: i64, own: i64, reserved_after: i64) -> i64:
    """Whether the balance carries an order that reserves `own`, and all together (SPT-003)."""
    balance = venue.balance(account, asset)
    if own > balance:
        return INSUFFICIENT_BALANCE
    most = balance * venue.limits.reservation_multiple_tenths // 10
    return RESERVATION_LIMIT if reserved_after > most else ACCEPTED


def judge_new(venue: Venue, commands: vec[i64], command: i64, replaced: i64) -> i64:
    """MAT-016 in a market that exists; `replaced` is counted as gone, or NONE."""
    account = commands[command + COMMAND_ACCOUNT]
    market = commands[command + COMMAND_MARKET]
    price = commands[command + COMMAND_PRICE]
    lots = commands[command + COMMAND_LOTS]
    expires_at = commands[command + COMMAND_EXPIRES_AT]
    account_cell = account * ACCOUNT_WIDTH
    if venue.has_perps:
        reason = _judge_perp(venue, market, commands[command + COMMAND_FLAG])
        if reason != ACCEPTED:
            return reason
    elif venue.markets[market * MARKET_WIDTH + MARKET_IS_HALTED] != 0:
        return MARKET_HALTED
    if commands[command + COMMAND_TERMS] != 0 and not is_offer(
        venue, market, commands[command + COMMAND_SIDE]
    ):
        return FLAGS_NOT_OF_OFFER
    last_order_id = venue.accounts[account_cell + ACCOUNT_LAST_ORDER_ID]
    if commands[command + COMMAND_NEW_ORDER_ID] <= last_order_id:
        return ORDER_ID_NOT_INCREASING
    reason = judge_price(venue, market, price)
    if reason == ACCEPTED:
        reason = judge_lots(venue, market, lots)
    if reason == ACCEPTED:
        reason = judge_size(venue, market, price, lots)
    if reason != ACCEPTED:
        return reason
    if expires_at != ABSENT and expires_at <= venue.now:
        return ALREADY_EXPIRED
    if not may_rest(commands[command + COMMAND_ORDER_TYPE]):
        return ACCEPTED
    gone: i64 = 0 if replaced == NONE else 1
    reason = judge_capacity(venue, account, gone)
    if reason != ACCEPTED:
        return reason
    book = 2 * market + commands[command + COMMAND_SIDE]
    return judge_reservation(venue, account, book, price, lots, replaced)


def judge_amend(venue: Venue, order: i64, price: i64, lots: i64) -> i64:
    """MAT-037, for a price and a quantity of which at least one differs."""
    cell = order * ORDER_WIDTH
    rows = venue.orders.rows
    book = rows[cell + ORDER_BOOK]
    market = book >> 1
    reason: i64 = ACCEPTED
    reenters = price != rows[cell + ORDER_PRICE] or lots > rows[cell + ORDER_OPEN_LOTS]
    if reenters and venue.markets[market * MARKET_WIDTH + MARKET_IS_HALTED] != 0:
        return MARKET_HALTED
    if reenters and venue.has_margin:
        reason = judge_priced(venue, market)
        if reason != ACCEPTED:
            return reason
    if price != rows[cell + ORDER_PRICE]:
        reason = judge_price(venue, market, price)
    if reason == ACCEPTED and lots != rows[cell + ORDER_OPEN_LOTS]:
        reason = judge_lots(venue, market, lots)
    if reason == ACCEPTED and reenters:
        reason = judge_size(venue, market, price, lots)
    if reason != ACCEPTED:
        return reason
    return judge_reservation(venue, rows[cell + ORDER_ACCOUNT], book, price, lots, order)

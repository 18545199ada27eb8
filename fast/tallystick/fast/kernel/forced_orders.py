"""Orders that are made for an account that is wound up, inside the band (LIQ-012)."""

from typing import Final

from mypy_extensions import i64

from .codes import (
    ACCEPTED,
    BUY,
    CANCEL_MAKER,
    IOC,
    LEG_LIMIT,
    NONE,
    PERP,
    SELL,
    WORK_EXHAUSTED,
)
from .engine_orders import borrow_anew, make_order
from .layout import (
    ASSET_MARK,
    ASSET_WIDTH,
    MARKET_ASSET,
    MARKET_IS_HALTED,
    MARKET_KIND,
    MARKET_WIDTH,
    REDUCES,
    RISK_SLIPPAGE,
    RISK_WIDTH,
)
from .stress import band_of, is_priced
from .trading import admit_forced
from .venue import Venue

HIGHEST_LOTS: Final = 2**40
WHOLE: Final[int] = 1_000_000
"""The band is in millionths (MGN-041)."""


def market_of(venue: Venue, asset: i64, kind: i64) -> i64:
    """The market of an asset of this kind, or NONE."""
    market: i64 = 1
    while market <= venue.market_count:
        cell = market * MARKET_WIDTH
        if (
            venue.markets[cell + MARKET_ASSET] == asset
            and venue.markets[cell + MARKET_KIND] == kind
        ):
            return market
        market += 1
    return NONE


def is_halted(venue: Venue, market: i64) -> bool:
    """Whether a market is halted."""
    return venue.markets[market * MARKET_WIDTH + MARKET_IS_HALTED] != 0


def edge_price(venue: Venue, asset: i64, side: i64, is_at_mark: bool) -> i64:
    """The highest price at which a forced order buys, or the lowest at which it sells.

    That is the edge of the band, or the mark itself.
    """
    mark: int = venue.assets[asset * ASSET_WIDTH + ASSET_MARK]
    band: int = band_of(venue, venue.margin.risks[asset * RISK_WIDTH + RISK_SLIPPAGE])
    if is_at_mark:
        price = mark
    elif side == BUY:
        price = mark * (WHOLE + band) // WHOLE
    else:
        price = -(-mark * max(0, WHOLE - band) // WHOLE)
    highest: int = venue.perps.limits.highest_mark
    return i64(max(1, min(highest, price)))


def force(
    venue: Venue, account: i64, market: i64, side: i64, lots: i64, is_at_mark: bool
) -> tuple[i64, bool]:
    """Let a forced order walk on a spot or perpetual market, if there can be one.

    Its price is the mark if the account has less than nothing, or the edge of the band.

    Return a reason, or ACCEPTED, and whether its walk has used up the work of the command.
    """
    if market == NONE or lots == 0 or is_halted(venue, market):
        return ACCEPTED, False
    asset = venue.markets[market * MARKET_WIDTH + MARKET_ASSET]
    if not is_priced(venue, asset):
        return ACCEPTED, False
    price = edge_price(venue, asset, side, is_at_mark)
    most = min(lots, HIGHEST_LOTS)
    make_order(venue, account, 2 * market + side, IOC, CANCEL_MAKER, price, most)
    if venue.markets[market * MARKET_WIDTH + MARKET_KIND] == PERP:
        venue.taker.flags = REDUCES
    reason = admit_forced(venue)
    return reason, ended_by_work(venue)


def ended_by_work(venue: Venue) -> bool:
    """Whether the walk that ended last did so by MAT-023 or PRP-031 (LIQ-011)."""
    return venue.taker.walk_end in (WORK_EXHAUSTED, LEG_LIMIT)


def force_loan(venue: Venue, account: i64, market: i64, lots: i64) -> bool:
    """Let a forced loan be borrowed, if there can be one; return what `force` does.

    A walk on a lending market that removes own orders never rejects.
    """
    if market == NONE or lots == 0 or is_halted(venue, market):
        return False
    borrow_anew(venue, account, market, IOC, venue.lending.rate_cap_bps, lots)
    return ended_by_work(venue)


def opposite_side(position: i64) -> i64:
    """The side that closes a position."""
    if position > 0:
        return SELL
    return BUY

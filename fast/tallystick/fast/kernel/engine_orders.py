"""Orders that the engine makes for an account: returning principal, renewal and roll (LND-037)."""

from mypy_extensions import i64

from .admission import judge_capacity, judge_reserved
from .codes import (
    ABSENT,
    ACCEPTED,
    BUY,
    CANCEL_MAKER,
    CANCEL_TAKER,
    LIMIT,
    RETURN_KEPT,
    SELL,
)
from .layout import (
    EXTENSIBLE,
    MARKET_ASSET,
    MARKET_IS_HALTED,
    MARKET_LOT_ATOMS,
    MARKET_WIDTH,
    OFFER,
    OFFER_EXTENSIBLE,
    OFFER_RETURNABLE,
    RETURNABLE,
)
from .trading import admit
from .venue import Venue


def make_order(
    venue: Venue, account: i64, book: i64, order_type: i64, policy: i64, price: i64, lots: i64
) -> None:
    """Let the taker be a new order of the account, without flags."""
    taker = venue.taker
    taker.account = account
    taker.order_id = venue.next_engine_order_id(account)
    taker.book = book
    taker.price = price
    taker.open_lots = lots
    taker.order_type = order_type
    taker.self_trade = policy
    taker.expires_at = ABSENT
    taker.flags = 0


def borrow_anew(
    venue: Venue, account: i64, market: i64, order_type: i64, price: i64, lots: i64
) -> i64:
    """A buy of a borrower, `fok` or `ioc` (LND-052, LND-055); a reason, or ACCEPTED."""
    make_order(venue, account, 2 * market + BUY, order_type, CANCEL_MAKER, price, lots)
    return admit(venue)


def return_principal(
    venue: Venue, market: i64, lender: i64, lots: i64, rate: i64, flags: i64, reserved: i64
) -> None:
    """Offer what was repaid to a lender again, if it returns (LND-035, LND-036).

    Rate and flags are those of the loan; `reserved` is what the lender had reserved in the asset
    before the command (SPT-003).
    """
    cell = market * MARKET_WIDTH
    if lots == 0 or flags & RETURNABLE == 0 or venue.markets[cell + MARKET_IS_HALTED] != 0:
        return
    asset = venue.markets[cell + MARKET_ASSET]
    own = lots * venue.markets[cell + MARKET_LOT_ATOMS]
    reason = judge_capacity(venue, lender, 0)
    reserved_after = venue.reserved(lender, asset) + own
    if reason == ACCEPTED and reserved_after > reserved:
        reason = judge_reserved(venue, lender, asset, own, reserved_after)
    if reason != ACCEPTED:
        venue.events.note(RETURN_KEPT, lender, market, lots)
        return
    make_order(venue, lender, 2 * market + SELL, LIMIT, CANCEL_TAKER, rate, lots)
    venue.taker.flags = OFFER + OFFER_RETURNABLE
    if flags & EXTENSIBLE != 0:
        venue.taker.flags += OFFER_EXTENSIBLE
    # A limit order that never removes itself with a rejection: nothing to give back.
    admit(venue)

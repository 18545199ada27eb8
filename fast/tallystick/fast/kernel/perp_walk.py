"""What the walk does on a perpetual market of a venue with a ledger (PRP-013, PRP-019, PRP-020)."""

from mypy_extensions import i64

from .codes import ACCEPTED, BOOK, BUY, NONE, POSITION_LIMIT, POST_ONLY, REDUCE_ONLY
from .fees import fee_of_trade
from .funding import sample
from .layout import (
    FUNDING_SOURCE,
    LINK_BEHIND,
    LINK_WIDTH,
    ORDER_ACCOUNT,
    ORDER_EXPIRES_AT,
    ORDER_FEE_CAP,
    ORDER_FEE_CREDIT,
    ORDER_FEE_PAID,
    ORDER_ID,
    ORDER_OPEN_LOTS,
    ORDER_PRICE,
    ORDER_RATES,
    ORDER_TERMS,
    ORDER_WIDTH,
    RATES_SPAN,
    REDUCES,
    TERMS_SPAN,
    rank_of,
)
from .netting import net
from .settlement import pay_fee, pay_trade
from .venue import Venue
from .walk_ends import REJECTED, WALK_ON


def deliverable_perp(venue: Venue, account: i64, book: i64, flags: i64) -> i64:
    """Lots that an order can deliver (PRP-013)."""
    position = venue.perps.legs.position(account, book >> 1)
    if book & 1 == BUY:
        position = -position
    if flags & REDUCES != 0:
        if position < 0:
            return 0
        return position
    return venue.perps.limits.max_position_lots + position


def _cause_of(flags: i64) -> i64:
    """Why lots cease that an order cannot deliver (PRP-013)."""
    return REDUCE_ONLY if flags & REDUCES != 0 else POSITION_LIMIT


def note_best_prices(venue: Venue) -> None:
    """Keep the best prices at the beginning of a walk, if it can make a sample (PRP-019)."""
    perps = venue.perps
    taker = venue.taker
    perps.bid = 0
    perps.offer = 0
    if perps.of_market(taker.book >> 1, FUNDING_SOURCE) != BOOK or taker.order_type == POST_ONLY:
        return
    opposite = taker.book ^ 1
    ladder = venue.orders.ladder
    level = ladder.bests[opposite]
    if level == NONE or ladder.bests[taker.book] == NONE:
        return
    if ladder.rank(level) > rank_of(opposite, taker.price):
        return
    book = taker.book - (taker.book & 1)
    perps.bid = _best_price(venue, book)
    if perps.bid != 0:
        perps.offer = _best_price(venue, book + 1)


def _best_price(venue: Venue, book: i64) -> i64:
    """The best price of a side, or 0 (PRP-020)."""
    ladder = venue.orders.ladder
    rows = venue.orders.rows
    left = venue.limits.max_touches
    level = ladder.bests[book]
    while level != NONE:
        order = ladder.head(level)
        while order < ladder.first:
            if left == 0:
                return 0
            left -= 1
            cell = order * ORDER_WIDTH
            expires_at = rows[cell + ORDER_EXPIRES_AT]
            if expires_at < 0 or expires_at > venue.now:
                flags = rows[cell + ORDER_TERMS] // TERMS_SPAN
                if deliverable_perp(venue, rows[cell + ORDER_ACCOUNT], book, flags) != 0:
                    return rows[cell + ORDER_PRICE]
            order = venue.orders.links[order * LINK_WIDTH + LINK_BEHIND]
        level = ladder.next_level(level)
    return 0


def meet_perp(venue: Venue, maker: i64) -> i64:
    """MAT-027 to MAT-029 on a perpetual market."""
    taker = venue.taker
    rows = venue.orders.rows
    cell = maker * ORDER_WIDTH
    maker_open = rows[cell + ORDER_OPEN_LOTS]
    maker_flags = rows[cell + ORDER_TERMS] // TERMS_SPAN
    taker_open = taker.open_lots
    maker_lots = deliverable_perp(venue, rows[cell + ORDER_ACCOUNT], taker.book ^ 1, maker_flags)
    if maker_lots == 0:
        venue.budget -= 1
        venue.remove(maker, _cause_of(maker_flags))
        return WALK_ON
    taker_lots = deliverable_perp(venue, taker.account, taker.book, taker.flags)
    if taker_lots == 0:
        return _cause_of(taker.flags)
    maker_lots = min(maker_lots, maker_open)
    taker_lots = min(taker_lots, taker_open)
    lots = min(maker_lots, taker_lots)
    traded, reason = _trade(venue, maker, lots)
    if reason != ACCEPTED:
        return REJECTED + reason
    if traded > 0:
        venue.reduce(maker, traded)
    if traded < lots:
        return venue.perps.refusal
    if lots < maker_open and lots < taker_open:
        if lots == maker_lots:
            venue.remove(maker, _cause_of(maker_flags))
        if lots == taker_lots:
            return _cause_of(taker.flags)
    return WALK_ON


def _trade(venue: Venue, maker: i64, lots: i64) -> tuple[i64, i64]:
    """Trade up to so many lots; return how many were, and a reason for rejection or ACCEPTED."""
    taker = venue.taker
    rows = venue.orders.rows
    cell = maker * ORDER_WIDTH
    market = taker.book >> 1
    maker_account = rows[cell + ORDER_ACCOUNT]
    maker_id = rows[cell + ORDER_ID]
    price = rows[cell + ORDER_PRICE]
    buyer = taker.account if taker.book & 1 == BUY else maker_account
    seller = maker_account if taker.book & 1 == BUY else taker.account
    event = venue.events.count
    venue.events.traded(
        taker.book, maker_account, maker_id, taker.account, taker.order_id, price, lots
    )
    traded = net(venue, market, buyer, seller, price, lots)
    if traded == 0:
        venue.events.count = event
        return 0, ACCEPTED
    if traded < lots:
        venue.events.set_traded_lots(event, traded)
    venue.budget -= 1
    taker.open_lots -= traded
    taker.traded_lots += traded
    sample(venue, market, traded)
    reason = pay_trade(venue, buyer, seller)
    if reason == ACCEPTED:
        reason = _charge(venue, maker, price * traded)
    return traded, reason


def _charge(venue: Venue, maker: i64, atoms: i64) -> i64:
    """Both fees, the buyer's first (PRP-014, PRP-035); a reason, or ACCEPTED."""
    if venue.taker.book & 1 == BUY:
        reason = _charge_taker(venue, atoms)
        return reason if reason != ACCEPTED else _charge_maker(venue, maker, atoms)
    reason = _charge_maker(venue, maker, atoms)
    return reason if reason != ACCEPTED else _charge_taker(venue, atoms)


def _charge_maker(venue: Venue, maker: i64, atoms: i64) -> i64:
    rows = venue.orders.rows
    cell = maker * ORDER_WIDTH
    rate = rows[cell + ORDER_RATES] // RATES_SPAN
    paid = rows[cell + ORDER_FEE_PAID]
    cap = rows[cell + ORDER_FEE_CAP]
    fee, credit = fee_of_trade(rate, atoms, paid, rows[cell + ORDER_FEE_CREDIT], cap)
    venue.set_fees(maker, paid + fee, credit)
    return pay_fee(venue, rows[cell + ORDER_ACCOUNT], rows[cell + ORDER_ID], fee)


def _charge_taker(venue: Venue, atoms: i64) -> i64:
    taker = venue.taker
    rate = taker.rates % RATES_SPAN
    fee, credit = fee_of_trade(rate, atoms, taker.fee_paid, taker.fee_credit, taker.fee_cap)
    taker.fee_paid += fee
    taker.fee_credit = credit
    return pay_fee(venue, taker.account, taker.order_id, fee)

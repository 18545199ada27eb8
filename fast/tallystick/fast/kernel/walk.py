"""The walk: an incoming order meets the opposite side, best order first (MAT-020)."""

from mypy_extensions import i64

from .codes import (
    CANCEL_MAKER,
    CANCEL_TAKER,
    EXPIRED,
    LEND,
    LOAN_LIMIT,
    NONE,
    ORDERS_DECREMENTED,
    OWN_ORDER,
    PERP,
    POST_ONLY,
    POST_ONLY_CROSSES,
    REJECT,
    SELF_TRADE,
    SELL,
    SPOT,
    UNDERFUNDED,
    WORK_EXHAUSTED,
    WORK_LIMIT,
)
from .fees import fee_of_trade
from .layout import (
    MARKET_KIND,
    MARKET_LOT_ATOMS,
    MARKET_WIDTH,
    ORDER_ACCOUNT,
    ORDER_EXPIRES_AT,
    ORDER_FEE_CAP,
    ORDER_FEE_CREDIT,
    ORDER_FEE_PAID,
    ORDER_ID,
    ORDER_OPEN_LOTS,
    ORDER_PRICE,
    ORDER_RATES,
    ORDER_WIDTH,
    RATES_SPAN,
    rank_of,
)
from .lending import deliverable_offer, open_traded
from .perp_walk import meet_perp, note_best_prices
from .venue import BASE, Venue
from .walk_ends import REJECTED, WALK_ENDED, WALK_ON


def walk(venue: Venue) -> i64:
    """Let the venue's taker walk (MAT-020 to MAT-029), and return how it ended."""
    taker = venue.taker
    opposite = taker.book ^ 1
    worst_rank = rank_of(opposite, taker.price)
    ladder = venue.orders.ladder
    kind: i64 = SPOT
    if venue.has_ledger:
        kind = venue.markets[(opposite >> 1) * MARKET_WIDTH + MARKET_KIND]
        if kind == PERP:
            note_best_prices(venue)
    lends = kind == LEND
    while taker.open_lots > 0:
        level = ladder.bests[opposite]
        if level == NONE or ladder.rank(level) > worst_rank:
            return WALK_ENDED
        if venue.budget == 0:
            return REJECTED + WORK_LIMIT if taker.order_type == POST_ONLY else WORK_EXHAUSTED
        if lends and venue.loans.count >= venue.loans.capacity:
            # LND-007.
            return REJECTED + WORK_LIMIT if taker.order_type == POST_ONLY else LOAN_LIMIT
        maker = ladder.head(level)
        end = _meet(venue, maker)
        if end != WALK_ON:
            return end
    return WALK_ENDED


def _meet(venue: Venue, maker: i64) -> i64:
    """One step of the walk, MAT-024 to MAT-029."""
    taker = venue.taker
    rows = venue.orders.rows
    cell = maker * ORDER_WIDTH
    expires_at = rows[cell + ORDER_EXPIRES_AT]
    if 0 <= expires_at <= venue.now:
        venue.budget -= 1
        venue.remove(maker, EXPIRED)
        return WALK_ON
    if taker.order_type == POST_ONLY:
        return REJECTED + POST_ONLY_CROSSES
    if rows[cell + ORDER_ACCOUNT] == taker.account:
        return _meet_own(venue, maker)
    if venue.has_ledger:
        kind = venue.markets[(taker.book >> 1) * MARKET_WIDTH + MARKET_KIND]
        if kind == SPOT:
            return _meet_funded(venue, maker)
        return _meet_lender(venue, maker) if kind == LEND else meet_perp(venue, maker)
    open_lots = rows[cell + ORDER_OPEN_LOTS]
    lots = min(open_lots, taker.open_lots)
    _trade(venue, maker, lots)
    venue.reduce(maker, lots)
    return WALK_ON


def _meet_own(venue: Venue, maker: i64) -> i64:
    """MAT-026."""
    taker = venue.taker
    policy = taker.self_trade
    if policy == REJECT:
        return REJECTED + SELF_TRADE
    if policy == CANCEL_TAKER:
        return OWN_ORDER
    venue.budget -= 1
    if policy == CANCEL_MAKER:
        venue.remove(maker, OWN_ORDER)
        return WALK_ON
    cell = maker * ORDER_WIDTH
    open_lots = venue.orders.rows[cell + ORDER_OPEN_LOTS]
    lots = min(open_lots, taker.open_lots)
    maker_id = venue.orders.rows[cell + ORDER_ID]
    venue.events.note(ORDERS_DECREMENTED, taker.account, maker_id, taker.order_id, lots)
    venue.reduce(maker, lots)
    taker.open_lots -= lots
    return WALK_ON


def _trade(venue: Venue, maker: i64, lots: i64) -> None:
    """Write the trade, and take its lots from the taker."""
    taker = venue.taker
    rows = venue.orders.rows
    cell = maker * ORDER_WIDTH
    venue.budget -= 1
    venue.events.traded(
        taker.book,
        rows[cell + ORDER_ACCOUNT],
        rows[cell + ORDER_ID],
        taker.account,
        taker.order_id,
        rows[cell + ORDER_PRICE],
        lots,
    )
    taker.open_lots -= lots
    taker.traded_lots += lots


def _deliverable(venue: Venue, account: i64, book: i64, price: i64) -> i64:
    """Lots that a spot order can deliver at a price (SPT-005)."""
    if book & 1 == SELL:
        lot_atoms = venue.markets[(book >> 1) * MARKET_WIDTH + MARKET_LOT_ATOMS]
        return venue.balance(account, venue.market_asset(book)) // lot_atoms
    return venue.balance(account, BASE) // price


def _meet_funded(venue: Venue, maker: i64) -> i64:
    """MAT-027 to MAT-029 where accounts must pay for what they promised."""
    taker = venue.taker
    rows = venue.orders.rows
    cell = maker * ORDER_WIDTH
    price = rows[cell + ORDER_PRICE]
    maker_open = rows[cell + ORDER_OPEN_LOTS]
    taker_open = taker.open_lots
    maker_lots = _deliverable(venue, rows[cell + ORDER_ACCOUNT], taker.book ^ 1, price)
    if maker_lots == 0:
        venue.budget -= 1
        venue.remove(maker, UNDERFUNDED)
        return WALK_ON
    taker_lots = _deliverable(venue, taker.account, taker.book, price)
    if taker_lots == 0:
        return UNDERFUNDED
    maker_lots = min(maker_lots, maker_open)
    taker_lots = min(taker_lots, taker_open)
    lots = min(maker_lots, taker_lots)
    _trade(venue, maker, lots)
    _settle(venue, maker, lots)
    venue.reduce(maker, lots)
    if lots < maker_open and lots < taker_open:
        if lots == maker_lots:
            venue.remove(maker, UNDERFUNDED)
        if lots == taker_lots:
            return UNDERFUNDED
    return WALK_ON


def _meet_lender(venue: Venue, maker: i64) -> i64:
    """MAT-027 to MAT-029 of an offer and a buy on a lending market (LND-005, LND-006)."""
    taker = venue.taker
    rows = venue.orders.rows
    cell = maker * ORDER_WIDTH
    maker_account = rows[cell + ORDER_ACCOUNT]
    maker_open = rows[cell + ORDER_OPEN_LOTS]
    taker_open = taker.open_lots
    taker_lends = taker.book & 1 == SELL
    maker_lots = maker_open
    if not taker_lends:
        maker_lots = min(maker_lots, deliverable_offer(venue, maker_account, taker.book >> 1))
    maker_at_limit = venue.loans.is_at_limit(maker_account)
    if maker_at_limit or maker_lots == 0:
        venue.budget -= 1
        venue.remove(maker, LOAN_LIMIT if maker_at_limit else UNDERFUNDED)
        return WALK_ON
    if venue.loans.is_at_limit(taker.account):
        return LOAN_LIMIT
    taker_lots = taker_open
    if taker_lends:
        taker_lots = min(taker_lots, deliverable_offer(venue, taker.account, taker.book >> 1))
    if taker_lots == 0:
        return UNDERFUNDED
    lots = min(maker_lots, taker_lots)
    _trade(venue, maker, lots)
    open_traded(venue, maker, lots)
    venue.reduce(maker, lots)
    if lots < maker_open and lots < taker_open:
        if lots == maker_lots:
            venue.remove(maker, UNDERFUNDED)
        if lots == taker_lots:
            return UNDERFUNDED
    return WALK_ON


def _settle(venue: Venue, maker: i64, lots: i64) -> None:
    """Move what was traded, then the fees: the buyer's, then the seller's (SPT-010, CMD-052)."""
    taker = venue.taker
    rows = venue.orders.rows
    cell = maker * ORDER_WIDTH
    maker_account = rows[cell + ORDER_ACCOUNT]
    asset = venue.market_asset(taker.book)
    base_atoms = lots * rows[cell + ORDER_PRICE]
    atoms = lots * venue.markets[(taker.book >> 1) * MARKET_WIDTH + MARKET_LOT_ATOMS]
    taker_sells = taker.book & 1 == SELL
    buyer = maker_account if taker_sells else taker.account
    seller = taker.account if taker_sells else maker_account
    venue.add_balance(buyer, BASE, -base_atoms)
    venue.add_balance(seller, BASE, base_atoms)
    venue.add_balance(seller, asset, -atoms)
    venue.add_balance(buyer, asset, atoms)
    if taker_sells:
        _charge_maker(venue, maker, asset, atoms)
        _charge_taker(venue, BASE, base_atoms)
    else:
        _charge_taker(venue, asset, atoms)
        _charge_maker(venue, maker, BASE, base_atoms)


def _charge_maker(venue: Venue, maker: i64, asset: i64, atoms: i64) -> None:
    """SPT-012 for the maker, who received so many atoms."""
    rows = venue.orders.rows
    cell = maker * ORDER_WIDTH
    rate = rows[cell + ORDER_RATES] // RATES_SPAN
    paid = rows[cell + ORDER_FEE_PAID]
    cap = rows[cell + ORDER_FEE_CAP]
    fee, credit = fee_of_trade(rate, atoms, paid, rows[cell + ORDER_FEE_CREDIT], cap)
    venue.set_fees(maker, paid + fee, credit)
    _collect(venue, rows[cell + ORDER_ACCOUNT], rows[cell + ORDER_ID], asset, fee)


def _charge_taker(venue: Venue, asset: i64, atoms: i64) -> None:
    """SPT-012 for the taker, who received so many atoms."""
    taker = venue.taker
    rate = taker.rates % RATES_SPAN
    fee, credit = fee_of_trade(rate, atoms, taker.fee_paid, taker.fee_credit, taker.fee_cap)
    taker.fee_paid += fee
    taker.fee_credit = credit
    _collect(venue, taker.account, taker.order_id, asset, fee)


def _collect(venue: Venue, account: i64, order_id: i64, asset: i64, fee: i64) -> None:
    """Bring a fee from an account to the treasury."""
    if fee > 0:
        venue.add_balance(account, asset, -fee)
        venue.add_treasury(asset, fee)
        venue.events.fee_paid(account, order_id, asset, fee)

"""The commands that a batch may hold: place, amend, cancel, replace, cancel all.

Account, authority and ranges have been judged. Each returns a reason, or ACCEPTED; what was
written before a rejection is in the journal.
"""

from librt.vecs import vec
from mypy_extensions import i64

from .admission import is_perp, judge_amend, judge_new, may_rest
from .codes import (
    ABSENT,
    ACCEPTED,
    CANCEL_MAKER,
    CANCELLED,
    FOK,
    FOK_NOT_FILLED,
    LEND,
    NONE,
    NOT_PERP,
    ORDER_AMENDED,
    ORDER_EXPIRED,
    PERP,
    POST_ONLY,
    REJECT,
    REPLACED,
    SELL,
    SPOT,
    UNFILLED,
    UNKNOWN_MARKET,
    UNKNOWN_ORDER,
)
from .layout import (
    ACCOUNT_FEE_EXEMPT,
    ACCOUNT_NEWEST_ORDER,
    ACCOUNT_WIDTH,
    ASSET_FEE_CAP,
    ASSET_WIDTH,
    COMMAND_ACCOUNT,
    COMMAND_EXPIRES_AT,
    COMMAND_FLAG,
    COMMAND_LOTS,
    COMMAND_MARKET,
    COMMAND_NEW_ORDER_ID,
    COMMAND_ORDER_ID,
    COMMAND_ORDER_TYPE,
    COMMAND_PRICE,
    COMMAND_SELF_TRADE,
    COMMAND_SIDE,
    COMMAND_TERMS,
    LINK_EARLIER,
    LINK_WIDTH,
    MARKET_KIND,
    MARKET_WIDTH,
    NAMED_FALSE,
    NAMED_SPAN,
    OFFER,
    OFFER_EXTENSIBLE,
    OFFER_RETURNABLE,
    ORDER_ACCOUNT,
    ORDER_BOOK,
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
    TERMS_TYPES,
)
from .order_sort import sort_orders
from .venue import Venue
from .walk import walk
from .walk_ends import REJECTED, WALK_ENDED


def place_order(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-040."""
    market = commands[command + COMMAND_MARKET]
    if market > venue.market_count:
        return UNKNOWN_MARKET
    reason = judge_new(venue, commands, command, NONE)
    if reason != ACCEPTED:
        return reason
    return _enter_new(venue, commands, command)


def replace_order(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-043."""
    market = commands[command + COMMAND_MARKET]
    if market > venue.market_count:
        return UNKNOWN_MARKET
    if commands[command + COMMAND_FLAG] != 0 and not is_perp(venue, market):
        return NOT_PERP
    order = venue.orders.find(
        commands[command + COMMAND_ACCOUNT], commands[command + COMMAND_ORDER_ID]
    )
    if order == NONE:
        return UNKNOWN_ORDER
    if _is_expired(venue, order):
        return ORDER_EXPIRED
    reason = judge_new(venue, commands, command, order)
    if reason != ACCEPTED:
        return reason
    policy = _policy_of(venue, commands, command)
    may_fail = _may_fail(commands[command + COMMAND_ORDER_TYPE], policy)
    venue.journal.begin_walk(may_fail or (venue.has_perps and is_perp(venue, market)))
    venue.remove(order, REPLACED)
    return _enter_new(venue, commands, command)


def amend_order(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-041."""
    price = commands[command + COMMAND_PRICE]
    lots = commands[command + COMMAND_LOTS]
    account = commands[command + COMMAND_ACCOUNT]
    order = venue.orders.find(account, commands[command + COMMAND_ORDER_ID])
    if order == NONE:
        return UNKNOWN_ORDER
    if _is_expired(venue, order):
        return ORDER_EXPIRED
    cell = order * ORDER_WIDTH
    rows = venue.orders.rows
    same_price = price == rows[cell + ORDER_PRICE]
    open_lots = rows[cell + ORDER_OPEN_LOTS]
    if same_price and lots == open_lots:
        return ACCEPTED
    reason = judge_amend(venue, order, price, lots)
    if reason != ACCEPTED:
        return reason
    venue.events.note(ORDER_AMENDED, account, rows[cell + ORDER_ID], price, lots)
    if same_price and lots < open_lots:
        venue.reduce(order, open_lots - lots)
        return ACCEPTED
    return _reenter(venue, order, price, lots)


def cancel_order(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-042."""
    order = venue.orders.find(
        commands[command + COMMAND_ACCOUNT], commands[command + COMMAND_ORDER_ID]
    )
    if order == NONE:
        return UNKNOWN_ORDER
    venue.remove(order, CANCELLED)
    return ACCEPTED


def cancel_all(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-044."""
    market = commands[command + COMMAND_MARKET]
    if market > venue.market_count:
        return UNKNOWN_MARKET
    count = find_orders(venue, commands[command + COMMAND_ACCOUNT], market)
    found = venue.found
    position: i64 = 0
    while position < count:
        venue.remove(found[position], CANCELLED)
        position += 1
    return ACCEPTED


def find_orders(venue: Venue, account: i64, market: i64) -> i64:
    """Let `found` be the orders of an account in a market, or in all, by market, then id.

    Return how many there are.
    """
    rows = venue.orders.rows
    found = venue.found
    count: i64 = 0
    order = venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_NEWEST_ORDER]
    while order != NONE:
        if market == ABSENT or rows[order * ORDER_WIDTH + ORDER_BOOK] >> 1 == market:
            found[count] = order
            count += 1
        order = venue.orders.links[order * LINK_WIDTH + LINK_EARLIER]
    sort_orders(rows, found, count)
    return count


def _is_expired(venue: Venue, order: i64) -> bool:
    """MAT-005."""
    expires_at = venue.orders.rows[order * ORDER_WIDTH + ORDER_EXPIRES_AT]
    return expires_at != ABSENT and expires_at <= venue.now


def _policy_of(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """MAT-009."""
    policy = commands[command + COMMAND_SELF_TRADE]
    if policy == ABSENT:
        market = commands[command + COMMAND_MARKET]
        kind = venue.markets[market * MARKET_WIDTH + MARKET_KIND]
        policy = CANCEL_MAKER if kind == LEND else REJECT
    return policy


def _may_fail(order_type: i64, policy: i64) -> bool:
    """Whether a walk can end with a rejection: any of those that `walk` and FOK know."""
    return order_type in (POST_ONLY, FOK) or policy == REJECT


def _begin_walk(venue: Venue) -> None:
    """Let the journal keep what the taker does, if its walk may be rejected.

    Any walk on a perpetual market may come to a debt that cannot be opened (PRP-038).
    """
    taker = venue.taker
    may_fail = _may_fail(taker.order_type, taker.self_trade)
    if venue.has_perps and not may_fail:
        may_fail = is_perp(venue, taker.book >> 1)
    venue.journal.begin_walk(may_fail)


def _flags_of(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """The flags of a new order of a profile with a ledger (LND-003, PRP-012)."""
    kind = venue.markets[commands[command + COMMAND_MARKET] * MARKET_WIDTH + MARKET_KIND]
    if kind == SPOT:
        return 0
    if kind == PERP:
        return REDUCES * commands[command + COMMAND_FLAG]
    if commands[command + COMMAND_SIDE] != SELL:
        return 0
    named = commands[command + COMMAND_TERMS]
    flags: i64 = OFFER
    if named % NAMED_SPAN != NAMED_FALSE:
        flags += OFFER_RETURNABLE
    if named // NAMED_SPAN != NAMED_FALSE:
        flags += OFFER_EXTENSIBLE
    return flags


def _enter_new(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """Fix on an admitted order what is fixed for its life, and let it walk (MAT-016, LND-003)."""
    taker = venue.taker
    account = commands[command + COMMAND_ACCOUNT]
    market = commands[command + COMMAND_MARKET]
    policy = _policy_of(venue, commands, command)
    taker.account = account
    taker.order_id = commands[command + COMMAND_NEW_ORDER_ID]
    taker.book = 2 * market + commands[command + COMMAND_SIDE]
    taker.price = commands[command + COMMAND_PRICE]
    taker.open_lots = commands[command + COMMAND_LOTS]
    taker.order_type = commands[command + COMMAND_ORDER_TYPE]
    taker.self_trade = policy
    taker.expires_at = commands[command + COMMAND_EXPIRES_AT]
    taker.flags = 0
    if venue.has_ledger:
        taker.flags = _flags_of(venue, commands, command)
    if venue.has_margin:
        _note_checked(venue, market)
    reason = admit(venue)
    if reason == ACCEPTED:
        # A walk does not look at it, so what fails never wrote it.
        venue.set_last_order_id(account, taker.order_id)
    return reason


def _note_checked(venue: Venue, market: i64) -> None:
    """Keep that the command is checked, and whether one of its orders is of loans (MGN-030)."""
    venue.margin.is_checked = True
    if venue.markets[market * MARKET_WIDTH + MARKET_KIND] == LEND:
        venue.margin.orders_loans = True


def admit(venue: Venue) -> i64:
    """Give the taker its rates and its cap, say that it is accepted, and let it walk."""
    taker = venue.taker
    taker.rates = 0
    taker.fee_cap = 0
    taker.fee_paid = 0
    taker.fee_credit = 0
    if venue.has_ledger and taker.flags & OFFER == 0:
        if venue.accounts[taker.account * ACCOUNT_WIDTH + ACCOUNT_FEE_EXEMPT] == 0:
            taker.rates = _rates_of(venue, taker.book)
        received = venue.received_asset(taker.book)
        taker.fee_cap = venue.assets[received * ASSET_WIDTH + ASSET_FEE_CAP]
    return _accept(venue)


def admit_forced(venue: Venue) -> i64:
    """The same of a forced order, which pays no fee (LIQ-012)."""
    taker = venue.taker
    taker.rates = 0
    taker.fee_cap = venue.assets[venue.received_asset(taker.book) * ASSET_WIDTH + ASSET_FEE_CAP]
    taker.fee_paid = 0
    taker.fee_credit = 0
    return _accept(venue)


def _accept(venue: Venue) -> i64:
    """Say that the taker is accepted, and let it walk."""
    taker = venue.taker
    venue.events.order_accepted(
        taker.account,
        taker.order_id,
        taker.book,
        taker.price,
        taker.open_lots,
        taker.order_type + TERMS_TYPES * taker.self_trade + TERMS_SPAN * taker.flags,
        taker.expires_at,
        taker.rates,
        taker.fee_cap,
    )
    return _walk_and_rest(venue)


def _rates_of(venue: Venue, book: i64) -> i64:
    """The rates of an order whose account pays fees (SPT-011, LND-004, PRP-014)."""
    kind = venue.markets[(book >> 1) * MARKET_WIDTH + MARKET_KIND]
    if kind == SPOT:
        return venue.limits.spot_taker_fee_rate + RATES_SPAN * venue.limits.spot_maker_fee_rate
    if kind == LEND:
        return venue.lending.lend_fee_rate * (1 + RATES_SPAN)
    limits = venue.perps.limits
    return limits.perp_taker_fee_rate + RATES_SPAN * limits.perp_maker_fee_rate


def _reenter(venue: Venue, order: i64, price: i64, lots: i64) -> i64:
    """MAT-036."""
    taker = venue.taker
    rows = venue.orders.rows
    cell = order * ORDER_WIDTH
    terms = rows[cell + ORDER_TERMS]
    taker.account = rows[cell + ORDER_ACCOUNT]
    taker.order_id = rows[cell + ORDER_ID]
    taker.book = rows[cell + ORDER_BOOK]
    taker.price = price
    taker.open_lots = lots
    taker.order_type = terms % TERMS_TYPES
    taker.self_trade = terms % TERMS_SPAN // TERMS_TYPES
    taker.flags = terms // TERMS_SPAN
    taker.expires_at = rows[cell + ORDER_EXPIRES_AT]
    taker.rates = rows[cell + ORDER_RATES]
    taker.fee_cap = rows[cell + ORDER_FEE_CAP]
    taker.fee_paid = rows[cell + ORDER_FEE_PAID]
    taker.fee_credit = rows[cell + ORDER_FEE_CREDIT]
    if venue.has_margin:
        _note_checked(venue, taker.book >> 1)
    _begin_walk(venue)
    venue.leave(order)
    return _walk_and_rest(venue)


def _walk_and_rest(venue: Venue) -> i64:
    """Walk the taker, then do with what is left as section 5 of chapter 04 says."""
    taker = venue.taker
    taker.traded_lots = 0
    wanted = taker.open_lots
    _begin_walk(venue)
    end = walk(venue)
    taker.walk_end = end
    if end >= REJECTED:
        return end - REJECTED
    if taker.order_type == FOK:
        return ACCEPTED if taker.traded_lots == wanted else FOK_NOT_FILLED
    venue.journal.end_walk()
    if taker.open_lots == 0:
        return ACCEPTED
    if end == WALK_ENDED and may_rest(taker.order_type):
        rest(venue)
        return ACCEPTED
    cause = UNFILLED if end == WALK_ENDED else end
    venue.events.order_removed(taker.account, taker.order_id, taker.open_lots, cause)
    return ACCEPTED


def rest(venue: Venue) -> None:
    """MAT-030."""
    taker = venue.taker
    rows = venue.orders.rows
    order = venue.orders.take_row()
    cell = order * ORDER_WIDTH
    rows[cell + ORDER_ACCOUNT] = taker.account
    rows[cell + ORDER_ID] = taker.order_id
    rows[cell + ORDER_BOOK] = taker.book
    rows[cell + ORDER_PRICE] = taker.price
    rows[cell + ORDER_OPEN_LOTS] = taker.open_lots
    rows[cell + ORDER_EXPIRES_AT] = taker.expires_at
    policy_and_flags = TERMS_TYPES * taker.self_trade + TERMS_SPAN * taker.flags
    rows[cell + ORDER_TERMS] = taker.order_type + policy_and_flags
    rows[cell + ORDER_RATES] = taker.rates
    rows[cell + ORDER_FEE_CAP] = taker.fee_cap
    rows[cell + ORDER_FEE_PAID] = taker.fee_paid
    rows[cell + ORDER_FEE_CREDIT] = taker.fee_credit
    venue.join(order)
    venue.events.order_rested(taker.account, taker.order_id, taker.open_lots)

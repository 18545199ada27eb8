"""The commonest commands in one stretch: a cancel, and a new order that rests or is filled at once.

Every condition is read before the first write. Where one does not hold, nothing is done and the
command goes the general way, which knows the reason. So this module decides no rejection; what it
does is what `trading` would do, without a journal, as nothing that it begins can fail.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import (
    ABSENT,
    ACCEPTED,
    CANCEL_ORDER,
    CANCELLED,
    IOC,
    LIMIT,
    NONE,
    ORDER_ACCEPTED,
    ORDER_REMOVED,
    ORDER_RESTED,
    PLACE_ORDER,
    POST_ONLY,
    SELL,
    SPOT,
)
from .events import EventLog
from .layout import (
    ACCOUNT_FEE_EXEMPT,
    ACCOUNT_LAST_ORDER_ID,
    ACCOUNT_ORDERS,
    ACCOUNT_OWNER,
    ACCOUNT_WIDTH,
    ASSET_FEE_CAP,
    ASSET_WIDTH,
    COMMAND_ACCOUNT,
    COMMAND_EXPIRES_AT,
    COMMAND_FLAG,
    COMMAND_KIND,
    COMMAND_LOTS,
    COMMAND_MARKET,
    COMMAND_NEW_ORDER_ID,
    COMMAND_ORDER_ID,
    COMMAND_ORDER_TYPE,
    COMMAND_PRICE,
    COMMAND_SIDE,
    COMMAND_SIGNER,
    COMMAND_TERMS,
    COMMAND_WIDTH,
    EVENT_WIDTH,
    HOLDING_BALANCE,
    HOLDING_RESERVED,
    LINK_BEHIND,
    LINK_WIDTH,
    MARKET_ASSET,
    MARKET_IS_HALTED,
    MARKET_KIND,
    MARKET_LOT_ATOMS,
    MARKET_MINIMUM,
    MARKET_TICK,
    MARKET_WIDTH,
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
    OUTCOME_EVENTS_END,
    OUTCOME_INDEX,
    OUTCOME_LEGS,
    OUTCOME_REASON,
    OUTCOME_TOUCHED,
    OUTCOME_WIDTH,
    RATES_SPAN,
    rank_of,
    row_cell,
)
from .orders import Orders, append_to_queue, delist, enlist, unlink
from .pair_index import ROW_MASK, TAG_SHIFT, drop, next_with, pair_hash
from .venue import BASE, Venue
from .whole_fills import fill, makers_that_fill, terms_of

SMALL_LOTS: Final = 2**24
SMALL_FACTOR: Final = 2**30
"""Lots below the one, at a price or of atoms below the other: never too large (SPT-001)."""


def run_straight(
    venue: Venue, outcomes: vec[i64], count: i64, commands: vec[i64], first: i64, end: i64
) -> i64:
    """Execute the rows from `first` on up to the first one that must go the general way, or `end`.

    Return that row. There is room for the outcomes, of which there are `count`; the log is full as
    `Kernel.run` says.
    """
    # A buffer that is an argument is borrowed, one that is read into a name is counted: so those
    # that are written are handed down from here.
    orders = venue.orders
    events = venue.events
    rows = orders.rows
    links = orders.links
    entries = orders.index.entries
    accounts = venue.accounts
    log = events.rows
    # There a new order is judged by what it leaves (MGN-031), and a cancel is not.
    has_margin = venue.has_margin
    row = first
    while row < end and events.count <= events.spare:
        command = row_cell(commands, row, COMMAND_WIDTH, COMMAND_WIDTH)
        kind = commands[command + COMMAND_KIND]
        touched: i64 = 0
        if kind == PLACE_ORDER:
            if has_margin or not _passes(venue, orders, commands, row, venue.markets):
                break
            if _crosses(orders, commands, row):
                if not venue.has_ledger:
                    touched = makers_that_fill(venue, commands, row)
                if touched == 0:
                    break
                fill(venue, commands, row)
            elif commands[command + COMMAND_ORDER_TYPE] == IOC or (
                venue.has_ledger and not _is_reserved(venue, commands, row, venue.holdings)
            ):
                break
            else:
                _rest(venue, orders, events, commands, row, rows, links, accounts, log)
        elif kind != CANCEL_ORDER or not _cancel(
            venue, orders, events, commands, row, rows, links, entries, accounts, log
        ):
            break
        cell = row_cell(outcomes, count, OUTCOME_WIDTH, OUTCOME_WIDTH)
        outcomes[cell + OUTCOME_REASON] = ACCEPTED
        outcomes[cell + OUTCOME_INDEX] = 0
        outcomes[cell + OUTCOME_TOUCHED] = touched
        outcomes[cell + OUTCOME_LEGS] = 0
        outcomes[cell + OUTCOME_EVENTS_END] = events.count
        count += 1
        row += 1
    return row


def _cancel(
    venue: Venue,
    orders: Orders,
    events: EventLog,
    commands: vec[i64],
    row: i64,
    rows: vec[i64],
    links: vec[i64],
    entries: vec[i64],
    accounts: vec[i64],
    log: vec[i64],
) -> bool:
    """CMD-042 by the owner of the account, for an order that is there."""
    command = row_cell(commands, row, COMMAND_WIDTH, COMMAND_WIDTH)
    account = commands[command + COMMAND_ACCOUNT]
    order_id = commands[command + COMMAND_ORDER_ID]
    if account > venue.account_count or _owes(venue, account):
        return False
    if venue.has_ledger and (
        accounts[account * ACCOUNT_WIDTH + ACCOUNT_OWNER] != commands[command + COMMAND_SIGNER]
    ):
        return False
    tag = pair_hash(account, order_id)
    home = orders.index.place_of(tag)
    entry = entries[home]
    if entry >> TAG_SHIFT != tag:
        # Another one stands first there, or none.
        entry = next_with(orders.index.nexts, entry, tag)
    order = entry & ROW_MASK
    base = row_cell(rows, order, ORDER_WIDTH, ORDER_WIDTH)
    if rows[base + ORDER_ACCOUNT] != account or rows[base + ORDER_ID] != order_id:
        # There is none, or two have the same hash.
        order = orders.find(account, order_id)
        base = row_cell(rows, order, ORDER_WIDTH, ORDER_WIDTH)
        if order == NONE:
            return False
    lots = rows[base + ORDER_OPEN_LOTS]
    if venue.has_margin:
        venue.margin.touch_market(account, rows[base + ORDER_BOOK] >> 1)
        venue.margin.delist(order)
    if venue.has_ledger:
        _free(venue, account, rows[base + ORDER_BOOK], rows[base + ORDER_PRICE], lots)
    cell = row_cell(log, events.count, EVENT_WIDTH, EVENT_WIDTH)
    events.count += 1
    log[cell] = ORDER_REMOVED
    log[cell + 1] = account
    log[cell + 2] = order_id
    log[cell + 3] = lots
    log[cell + 4] = CANCELLED
    end = unlink(links, order)
    if end != NONE:
        orders.ladder.remove(end - orders.ladder.first)
    delist(links, accounts, order, account * ACCOUNT_WIDTH)
    drop(entries, orders.index.nexts, home, order)
    orders.count -= 1
    links[order * LINK_WIDTH + LINK_BEHIND] = orders.free
    orders.free = order
    return True


def _passes(venue: Venue, orders: Orders, commands: vec[i64], row: i64, markets: vec[i64]) -> bool:
    """Whether a new order passes all that needs no ledger, on a spot market, and may rest."""
    command = row_cell(commands, row, COMMAND_WIDTH, COMMAND_WIDTH)
    account = commands[command + COMMAND_ACCOUNT]
    market = commands[command + COMMAND_MARKET]
    price = commands[command + COMMAND_PRICE]
    order_type = commands[command + COMMAND_ORDER_TYPE]
    expires_at = commands[command + COMMAND_EXPIRES_AT]
    if account > venue.account_count or market > venue.market_count or _owes(venue, account):
        return False
    cell = row_cell(markets, market, MARKET_WIDTH, MARKET_WIDTH)
    tick = markets[cell + MARKET_TICK]
    if (
        markets[cell + MARKET_KIND] != SPOT
        or markets[cell + MARKET_IS_HALTED] != 0
        or (tick != 1 and price % tick != 0)
        or commands[command + COMMAND_LOTS] < markets[cell + MARKET_MINIMUM]
        or (order_type != LIMIT and order_type != POST_ONLY and order_type != IOC)
        or commands[command + COMMAND_FLAG] != 0
        or commands[command + COMMAND_TERMS] != 0
        or (expires_at != ABSENT and expires_at <= venue.now)
    ):
        return False
    account_cell = account * ACCOUNT_WIDTH
    last_order_id = venue.accounts[account_cell + ACCOUNT_LAST_ORDER_ID]
    return (
        commands[command + COMMAND_NEW_ORDER_ID] > last_order_id
        and venue.accounts[account_cell + ACCOUNT_ORDERS] < venue.limits.max_orders_per_account
        and orders.count < venue.limits.max_orders
    )


def _crosses(orders: Orders, commands: vec[i64], row: i64) -> bool:
    """Whether somebody stands at the price of a new order, or better (MAT-012)."""
    command = row_cell(commands, row, COMMAND_WIDTH, COMMAND_WIDTH)
    opposite = (2 * commands[command + COMMAND_MARKET] + commands[command + COMMAND_SIDE]) ^ 1
    best = orders.ladder.bests[opposite]
    if best == NONE:
        return False
    return orders.ladder.rank(best) <= rank_of(opposite, commands[command + COMMAND_PRICE])


def _rest(
    venue: Venue,
    orders: Orders,
    events: EventLog,
    commands: vec[i64],
    row: i64,
    rows: vec[i64],
    links: vec[i64],
    accounts: vec[i64],
    log: vec[i64],
) -> None:
    """Enter an order that passed, and say so (MAT-016, MAT-030)."""
    command = row_cell(commands, row, COMMAND_WIDTH, COMMAND_WIDTH)
    order = orders.take_row()
    base = row_cell(rows, order, ORDER_WIDTH, ORDER_WIDTH)
    cell = row_cell(log, events.count, EVENT_WIDTH, EVENT_WIDTH)
    rested = row_cell(log, events.count + 1, EVENT_WIDTH, EVENT_WIDTH)
    events.count += 2
    log[cell] = ORDER_ACCEPTED
    account = commands[command + COMMAND_ACCOUNT]
    rows[base + ORDER_ACCOUNT] = account
    log[cell + 1] = account
    order_id = commands[command + COMMAND_NEW_ORDER_ID]
    rows[base + ORDER_ID] = order_id
    log[cell + 2] = order_id
    book = 2 * commands[command + COMMAND_MARKET] + commands[command + COMMAND_SIDE]
    rows[base + ORDER_BOOK] = book
    log[cell + 3] = book
    price = commands[command + COMMAND_PRICE]
    rows[base + ORDER_PRICE] = price
    log[cell + 4] = price
    lots = commands[command + COMMAND_LOTS]
    rows[base + ORDER_OPEN_LOTS] = lots
    log[cell + 5] = lots
    terms = terms_of(commands, row)
    rows[base + ORDER_TERMS] = terms
    log[cell + 6] = terms
    expires_at = commands[command + COMMAND_EXPIRES_AT]
    rows[base + ORDER_EXPIRES_AT] = expires_at
    log[cell + 7] = expires_at
    log[cell + 8] = 0
    log[cell + 9] = 0
    if venue.has_ledger:
        _fix_fees(venue, order, rows, log)
    log[rested] = ORDER_RESTED
    log[rested + 1] = account
    log[rested + 2] = order_id
    log[rested + 3] = lots
    rank = rank_of(book, price)
    level = orders.ladder.remembered(book, rank)
    if level == NONE:
        level = orders.ladder.level_for(book, rank)
    append_to_queue(links, order, orders.ladder.first + level)
    accounts[account * ACCOUNT_WIDTH + ACCOUNT_LAST_ORDER_ID] = order_id
    enlist(links, accounts, order, account * ACCOUNT_WIDTH)
    orders.index.insert(account, order_id, order)
    orders.count += 1


def _fix_fees(venue: Venue, order: i64, rows: vec[i64], log: vec[i64]) -> None:
    """Rates and cap of an order that was accepted by the last event but one (SPT-011).

    Where no order pays fees, those cells of a row are never anything but 0.
    """
    base = order * ORDER_WIDTH
    account = rows[base + ORDER_ACCOUNT]
    rates: i64 = 0
    if venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_FEE_EXEMPT] == 0:
        rates = venue.limits.spot_taker_fee_rate + RATES_SPAN * venue.limits.spot_maker_fee_rate
    received = venue.received_asset(rows[base + ORDER_BOOK])
    fee_cap = venue.assets[received * ASSET_WIDTH + ASSET_FEE_CAP]
    rows[base + ORDER_RATES] = rates
    rows[base + ORDER_FEE_CAP] = fee_cap
    rows[base + ORDER_FEE_PAID] = 0
    rows[base + ORDER_FEE_CREDIT] = 0
    cell = (venue.events.count - 2) * EVENT_WIDTH
    log[cell + 8] = rates
    log[cell + 9] = fee_cap


def _is_reserved(venue: Venue, commands: vec[i64], row: i64, holdings: vec[i64]) -> bool:
    """Let a new order of the owner reserve, if size and balance allow it (SPT-001 to SPT-003)."""
    command = row_cell(commands, row, COMMAND_WIDTH, COMMAND_WIDTH)
    account = commands[command + COMMAND_ACCOUNT]
    market = commands[command + COMMAND_MARKET]
    price = commands[command + COMMAND_PRICE]
    lots = commands[command + COMMAND_LOTS]
    owner = venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_OWNER]
    lot_atoms = venue.markets[market * MARKET_WIDTH + MARKET_LOT_ATOMS]
    if (
        owner != commands[command + COMMAND_SIGNER]
        or lots >= SMALL_LOTS
        or price >= SMALL_FACTOR
        or lot_atoms >= SMALL_FACTOR
    ):
        return False
    asset: i64 = BASE
    own = lots * price
    if commands[command + COMMAND_SIDE] == SELL:
        asset = venue.markets[market * MARKET_WIDTH + MARKET_ASSET]
        own = lots * lot_atoms
    cell = venue.holding_cell(account, asset)
    balance = holdings[cell + HOLDING_BALANCE]
    reserved = holdings[cell + HOLDING_RESERVED] + own
    if own > balance or reserved > balance * venue.limits.reservation_multiple_tenths // 10:
        return False
    holdings[cell + HOLDING_RESERVED] = reserved
    return True


def _owes(venue: Venue, account: i64) -> bool:
    """Whether the account of a command has debts to pay at its end (PRP-039)."""
    return venue.has_perps and venue.perps.debts.first(account) != NONE


def _free(venue: Venue, account: i64, book: i64, price: i64, lots: i64) -> None:
    """Let a resting order reserve nothing any more."""
    cell = venue.holding_cell(account, venue.reserved_asset(book)) + HOLDING_RESERVED
    venue.holdings[cell] -= venue.reservation(book, price, lots)

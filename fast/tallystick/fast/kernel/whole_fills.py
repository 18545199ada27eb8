"""New orders that orders at the best price fill, where nothing else can happen to them."""

from librt.vecs import vec
from mypy_extensions import i64

from .codes import ABSENT, POST_ONLY
from .layout import (
    ACCOUNT_LAST_ORDER_ID,
    ACCOUNT_WIDTH,
    COMMAND_ACCOUNT,
    COMMAND_EXPIRES_AT,
    COMMAND_LOTS,
    COMMAND_MARKET,
    COMMAND_NEW_ORDER_ID,
    COMMAND_ORDER_TYPE,
    COMMAND_PRICE,
    COMMAND_SELF_TRADE,
    COMMAND_SIDE,
    COMMAND_WIDTH,
    LINK_BEHIND,
    LINK_WIDTH,
    ORDER_ACCOUNT,
    ORDER_EXPIRES_AT,
    ORDER_ID,
    ORDER_OPEN_LOTS,
    ORDER_PRICE,
    ORDER_WIDTH,
    TERMS_TYPES,
    row_cell,
)
from .venue import Venue


def makers_that_fill(venue: Venue, commands: vec[i64], row: i64) -> i64:
    """How many orders at the best price fill one that crosses, if nothing but trades happens.

    Otherwise 0, and of all that a walk may come to, nothing is done here (MAT-022 to MAT-029).
    """
    command = row_cell(commands, row, COMMAND_WIDTH, COMMAND_WIDTH)
    if commands[command + COMMAND_ORDER_TYPE] == POST_ONLY:
        return 0
    orders = venue.orders
    rows = orders.rows
    account = commands[command + COMMAND_ACCOUNT]
    left = commands[command + COMMAND_LOTS]
    opposite = (2 * commands[command + COMMAND_MARKET] + commands[command + COMMAND_SIDE]) ^ 1
    order = orders.ladder.head(orders.ladder.bests[opposite])
    makers: i64 = 0
    while left > 0:
        if order >= orders.ladder.first or makers >= venue.limits.max_touches:
            return 0
        base = order * ORDER_WIDTH
        expires_at = rows[base + ORDER_EXPIRES_AT]
        if rows[base + ORDER_ACCOUNT] == account or (
            expires_at != ABSENT and expires_at <= venue.now
        ):
            return 0
        left -= rows[base + ORDER_OPEN_LOTS]
        order = orders.links[order * LINK_WIDTH + LINK_BEHIND]
        makers += 1
    return makers


def fill(venue: Venue, commands: vec[i64], row: i64) -> None:
    """Let an order trade that orders at the best price fill (MAT-020, MAT-029, CMD-051)."""
    command = row_cell(commands, row, COMMAND_WIDTH, COMMAND_WIDTH)
    orders = venue.orders
    rows = orders.rows
    account = commands[command + COMMAND_ACCOUNT]
    order_id = commands[command + COMMAND_NEW_ORDER_ID]
    book = 2 * commands[command + COMMAND_MARKET] + commands[command + COMMAND_SIDE]
    left = commands[command + COMMAND_LOTS]
    price = commands[command + COMMAND_PRICE]
    expires_at = commands[command + COMMAND_EXPIRES_AT]
    terms = terms_of(commands, row)
    venue.events.order_accepted(account, order_id, book, price, left, terms, expires_at, 0, 0)
    venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_LAST_ORDER_ID] = order_id
    maker = orders.ladder.head(orders.ladder.bests[book ^ 1])
    while left > 0:
        base = maker * ORDER_WIDTH
        maker_account = rows[base + ORDER_ACCOUNT]
        maker_id = rows[base + ORDER_ID]
        open_lots = rows[base + ORDER_OPEN_LOTS]
        behind = orders.links[maker * LINK_WIDTH + LINK_BEHIND]
        lots = min(left, open_lots)
        left -= lots
        venue.events.traded(
            book, maker_account, maker_id, account, order_id, rows[base + ORDER_PRICE], lots
        )
        if lots < open_lots:
            rows[base + ORDER_OPEN_LOTS] = open_lots - lots
        else:
            orders.leave(maker)
            orders.release(maker)
        maker = behind


def terms_of(commands: vec[i64], row: i64) -> i64:
    """MAT-009: a policy that is not named is REJECT, which counts 0."""
    command = row_cell(commands, row, COMMAND_WIDTH, COMMAND_WIDTH)
    policy = commands[command + COMMAND_SELF_TRADE]
    if policy == ABSENT:
        return commands[command + COMMAND_ORDER_TYPE]
    return commands[command + COMMAND_ORDER_TYPE] + TERMS_TYPES * policy

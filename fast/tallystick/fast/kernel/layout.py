"""Where each field lies in the fixed-width rows of the buffers. Cell = row * WIDTH + field."""

from typing import Final

from librt.vecs import extend, vec
from mypy_extensions import i64

# A resting order. A cancellation needs the first eight fields, one line of the cache.
ORDER_WIDTH: Final = 16
ORDER_ACCOUNT: Final = 0
ORDER_ID: Final = 1
ORDER_OPEN_LOTS: Final = 2
ORDER_LEVEL: Final = 3
ORDER_BEFORE: Final = 4
ORDER_BEHIND: Final = 5
ORDER_EARLIER: Final = 6
ORDER_LATER: Final = 7
ORDER_EXPIRES_AT: Final = 8
ORDER_BOOK: Final = 9
ORDER_PRICE: Final = 10
ORDER_TERMS: Final = 11
ORDER_RATES: Final = 12
ORDER_FEE_CAP: Final = 13
ORDER_FEE_PAID: Final = 14
ORDER_FEE_CREDIT: Final = 15

# A price level: the queue of its orders. Its place in its book is in the ladder's tree.
LEVEL_WIDTH: Final = 4
LEVEL_BOOK: Final = 0
LEVEL_RANK: Final = 1
LEVEL_HEAD: Final = 2
LEVEL_TAIL: Final = 3

ACCOUNT_WIDTH: Final = 8
ACCOUNT_OWNER: Final = 0
ACCOUNT_FEE_EXEMPT: Final = 1
ACCOUNT_LAST_ORDER_ID: Final = 2
ACCOUNT_NEWEST_ORDER: Final = 3
ACCOUNT_ORDERS: Final = 4
ACCOUNT_DELEGATES: Final = 5

ASSET_WIDTH: Final = 8
ASSET_LOT_ATOMS: Final = 0
ASSET_FEE_CAP: Final = 1
ASSET_MARK: Final = 2
ASSET_MARK_TIME: Final = 3
ASSET_SUPPLY: Final = 4
ASSET_TREASURY: Final = 5

MARKET_WIDTH: Final = 8
MARKET_ASSET: Final = 0
MARKET_KIND: Final = 1
MARKET_TICK: Final = 2
MARKET_MINIMUM: Final = 3
MARKET_IS_HALTED: Final = 4
MARKET_LOT_ATOMS: Final = 5

# What an account holds of an asset.
HOLDING_WIDTH: Final = 2
HOLDING_BALANCE: Final = 0
HOLDING_RESERVED: Final = 1

# A command. Fields that no kind of command has together share a place.
COMMAND_WIDTH: Final = 16
COMMAND_KIND: Final = 0
COMMAND_SIGNER: Final = 1
COMMAND_ACCOUNT: Final = 2
COMMAND_ORDER_ID: Final = 3
COMMAND_NEW_ORDER_ID: Final = 4
COMMAND_MARKET: Final = 5
COMMAND_SIDE: Final = 6
COMMAND_PRICE: Final = 7
COMMAND_LOTS: Final = 8
COMMAND_ORDER_TYPE: Final = 9
COMMAND_SELF_TRADE: Final = 10
COMMAND_EXPIRES_AT: Final = 11
COMMAND_FLAG: Final = 12
COMMAND_ASSET: Final = 13
COMMAND_ATOMS: Final = 14
COMMAND_OTHER: Final = 15
COMMAND_MARKET_KIND: Final = 9
COMMAND_NOW: Final = 11
COMMAND_COUNT: Final = 8
COMMAND_REASON: Final = 3

# An event: its kind, then its fields in the order of CMD-050, packed where `events` says so.
EVENT_WIDTH: Final = 10

OUTCOME_WIDTH: Final = 4
OUTCOME_REASON: Final = 0
OUTCOME_INDEX: Final = 1
OUTCOME_TOUCHED: Final = 2
OUTCOME_EVENTS_END: Final = 3

TERMS_TYPES: Final = 4
"""Terms of an order: `order_type + TERMS_TYPES * self_trade`."""
RATES_SPAN: Final = 65536
"""Rates of an order: `taker_fee_rate + RATES_SPAN * maker_fee_rate`."""
PRICE_SPAN: Final = 2**40 + 1
"""Above every price (NUM-010)."""


def rank_of(book: i64, price: i64) -> i64:
    """Place of a price in its book: the lower, the better; the map is its own inverse."""
    return price if book & 1 else PRICE_SPAN - price


BLOCK: Final = 1024


def zeros(length: i64) -> vec[i64]:
    """A buffer of this many zeros, made in blocks: the interpreter is slow at single cells."""
    block = vec[i64]([0] * int(min(length, BLOCK)))
    cells = vec[i64](capacity=length)
    left = length
    while left > BLOCK:
        cells = extend(cells, block)
        left -= BLOCK
    return extend(cells, block[:left])

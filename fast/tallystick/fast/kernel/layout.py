"""Where each field lies in the fixed-width rows of the buffers. Cell = row * WIDTH + field."""

from typing import Final

from librt.vecs import extend, vec
from mypy_extensions import i64

# A line of the cache is eight cells. Where glibc allocates, the first one of a large buffer begins
# at its cell 3: so fields that are needed together have numbers from 3 to 10. Elsewhere that costs
# a line more, and nothing else.
LINE_START: Final = 3

# A resting order. What most commands need is one line; the other one is for fees only.
ORDER_WIDTH: Final = 16
ORDER_ACCOUNT: Final = 3
ORDER_ID: Final = 4
ORDER_OPEN_LOTS: Final = 5
ORDER_BOOK: Final = 6
ORDER_PRICE: Final = 7
ORDER_EXPIRES_AT: Final = 8
ORDER_TERMS: Final = 9
ORDER_RATES: Final = 11
ORDER_FEE_CAP: Final = 12
ORDER_FEE_PAID: Final = 13
ORDER_FEE_CREDIT: Final = 14

# The neighbours of an order in the queue of its price and the list of its account, apart and dense.
LINK_WIDTH: Final = 4
LINK_BEFORE: Final = 3
LINK_BEHIND: Final = 4
LINK_EARLIER: Final = 5
LINK_LATER: Final = 6
LINK_REACH: Final = 7

# A price level is a row among the links: it stands between the last and the first order of its
# queue, as if it were one of them. Its place in its book is in the ladder's tree.
LEVEL_TAIL: Final = LINK_BEFORE
LEVEL_HEAD: Final = LINK_BEHIND
LEVEL_BOOK: Final = 5
LEVEL_RANK: Final = 6

ACCOUNT_WIDTH: Final = 8
ACCOUNT_DELEGATES: Final = 0
ACCOUNT_LAST_ENGINE_ORDER_ID: Final = 1
ACCOUNT_OWNER: Final = 3
ACCOUNT_FEE_EXEMPT: Final = 4
ACCOUNT_LAST_ORDER_ID: Final = 5
ACCOUNT_NEWEST_ORDER: Final = 6
ACCOUNT_ORDERS: Final = 7

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
HOLDING_BALANCE: Final = 3
HOLDING_RESERVED: Final = 4

# A loan. The pair of its index is 0 and its id: ids count over the whole venue.
LOAN_WIDTH: Final = 24
LOAN_PAIR: Final = 0
LOAN_ID: Final = 1
LOAN_MARKET: Final = 2
LOAN_LENDER: Final = 3
LOAN_BORROWER: Final = 4
LOAN_PRINCIPAL: Final = 5
LOAN_RATE: Final = 6
LOAN_RETURN_RATE: Final = 7
LOAN_START: Final = 8
LOAN_DUE: Final = 9
LOAN_HOURS_PAID: Final = 10
LOAN_INTEREST_CREDIT: Final = 11
LOAN_FEE_RATE: Final = 12
LOAN_FEE_LEFT: Final = 13
LOAN_FEE_CREDIT: Final = 14
LOAN_KEEPER_FEE: Final = 15
LOAN_FLAGS: Final = 16
LOAN_FIRST_CLAIM: Final = 17
LOAN_LAST_CLAIM: Final = 18
LOAN_CLAIMS: Final = 19
LOAN_OLDER: Final = 20
LOAN_NEWER: Final = 21
LOAN_BEFORE: Final = 22
LOAN_BEHIND: Final = 23

# A claim on a loan, and the next younger one.
CLAIM_WIDTH: Final = 4
CLAIM_NEXT: Final = 0
CLAIM_ACCOUNT: Final = 1
CLAIM_INTEREST: Final = 2
CLAIM_FEE: Final = 3

# What an account has borrowed and lent.
PARTY_WIDTH: Final = 4
PARTY_LOANS: Final = 0
PARTY_NEWEST_BORROWED: Final = 1
PARTY_NEWEST_LENT: Final = 2

# A leg. The pair of its index is its market and both parties in one number. Two lists pass through
# it, that of its long account and that of its short one: the latter's links stand 2 cells on.
LEG_WIDTH: Final = 12
LEG_MARKET: Final = 0
LEG_PARTIES: Final = 1
LEG_NUMBER: Final = 2
LEG_LONG: Final = 3
LEG_SHORT: Final = 4
LEG_LOTS: Final = 5
LEG_COST: Final = 6
LEG_FUNDING_BASE: Final = 7
LEG_OLDER: Final = 8
LEG_NEWER: Final = 9
LEG_OF_SHORT: Final = 2
PARTIES_SPAN: Final = 2**21
"""Parties of a leg: `short_account + PARTIES_SPAN * long_account`; accounts are below 2^21."""

# What an account has in a perpetual market: its lots, negative if it is short, and its newest leg.
POSITION_WIDTH: Final = 2
POSITION_LOTS: Final = 0
POSITION_NEWEST: Final = 1

# What a perpetual market has beside what every market has (PRP-015).
FUNDING_WIDTH: Final = 10
FUNDING_SOURCE: Final = 0
FUNDING_RATE: Final = 1
FUNDING_PUBLISHED: Final = 2
FUNDING_INDEX: Final = 3
FUNDING_REMAINDER: Final = 4
FUNDING_LOTS: Final = 5
FUNDING_PREMIUM: Final = 6
FUNDING_NEXT_LOTS: Final = 7
FUNDING_NEXT_PREMIUM: Final = 8
FUNDING_LAST_LEG: Final = 9
NO_RATE: Final = 2**16
"""A published rate that is absent: above every rate."""

# A settlement debt, in the list of its debtor by due time, then creditor.
DEBT_WIDTH: Final = 6
DEBT_DEBTOR: Final = 0
DEBT_CREDITOR: Final = 1
DEBT_DUE: Final = 2
DEBT_ATOMS: Final = 3
DEBT_BEFORE: Final = 4
DEBT_BEHIND: Final = 5

# What an account owes in settlement debts, and what it is owed.
DEBTOR_WIDTH: Final = 5
DEBTOR_FIRST: Final = 0
DEBTOR_LAST: Final = 1
DEBTOR_DEBTS: Final = 2
DEBTOR_OWES: Final = 3
DEBTOR_IS_OWED: Final = 4

# What a third party of the trade in hand owes, to one of its two parties.
FLOW_WIDTH: Final = 3
FLOW_THIRD: Final = 0
FLOW_PARTY: Final = 1
FLOW_ATOMS: Final = 2

# Risk values of an asset, in force and announced, and what follows from them (MGN-010).
RISK_WIDTH: Final = 12
RISK_IS_SET: Final = 0
RISK_PERMILLE: Final = 1
RISK_SLIPPAGE: Final = 2
RISK_PERP_SLIPPAGE: Final = 3
RISK_ANNOUNCED: Final = 4
"""Where the announced values begin, and whether there are any; then those three, as above."""
RISK_EFFECTIVE_AT: Final = 8
RISK_VERSION: Final = 9
"""Grows with everything that a valuation in this asset depends on and no account has of its own."""
RISK_PERP_MARKET: Final = 10
RISK_IS_WIDE: Final = 11

# The price factors of an asset times its mark, for a scale, a direction of the price and a side of
# slippage (MGN-020): base atoms of a lot in whole atoms and millionths.
STRESS_WIDTH: Final = 12
STRESS_SPOT_ATOMS: Final = 0
STRESS_SPOT_MILLIONTHS: Final = 1
STRESS_ATOM_WHOLE: Final = 2
"""Millionths of one atom of the asset: whole ones, and the rest in units of 1/lot_atoms."""
STRESS_ATOM_REST: Final = 3
STRESS_BUY_ATOMS: Final = 4
"""Of a lot that was bought with the maker's fee."""
STRESS_BUY_MILLIONTHS: Final = 5
STRESS_BUY_REST: Final = 6
STRESS_PERP_ATOMS: Final = 7
STRESS_PERP_MILLIONTHS: Final = 8
STRESS_PERP_CHANGE: Final = 9
"""What a perpetual lot gains in this piece, in millionths of the mark."""
STRESS_ROWS: Final = 8
"""Of an asset: `4 * scale + 2 * direction + side`, each 0 or 1, the initial scale first."""

# The value of an account's part in an asset at both scales; valid for a version of the asset.
VALUE_WIDTH: Final = 4
VALUE_VERSION: Final = 0
VALUE_INITIAL: Final = 1
VALUE_MAINTENANCE: Final = 2
VALUE_UNTIL: Final = 3
"""The last time at which no provision has grown."""

# Its loans as a part of its holding, and the newest of its orders in that asset.
PART_WIDTH: Final = 4
PART_LOAN_ATOMS: Final = 0
PART_LOAN_FRACTION: Final = 1
PART_LOAN_UNTIL: Final = 2
PART_NEWEST_ORDER: Final = 3

# An order in the list of its account and asset, with what its term depends on: one line.
CHAIN_WIDTH: Final = 8
CHAIN_EARLIER: Final = 3
CHAIN_LATER: Final = 4
CHAIN_KIND: Final = 5
CHAIN_LOTS: Final = 6
CHAIN_PRICE: Final = 7
"""With the fee of a lot where it is in base atoms (MGN-025)."""
CHAIN_FEE_RATE: Final = 8

# The legs of an account in a perpetual market, added up with the sign that they have for it.
SUM_WIDTH: Final = 2
SUM_COST: Final = 0
SUM_FUNDING: Final = 1

# A reward in escrow. The pair of its index is 0 and its id; a row without atoms is free.
ESCROW_WIDTH: Final = 7
ESCROW_PAIR: Final = 0
ESCROW_ID: Final = 1
ESCROW_ACCOUNT: Final = 2
ESCROW_TARGET: Final = 3
ESCROW_ATOMS: Final = 4
ESCROW_DUE: Final = 5
ESCROW_NEXT: Final = 6

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
COMMAND_LOAN: Final = 3
COMMAND_OWN_LOAN: Final = 4
COMMAND_TERMS: Final = 13
COMMAND_RATE: Final = 7
COMMAND_SOURCE: Final = 15
COMMAND_RISK: Final = 7
COMMAND_SLIPPAGE: Final = 8
COMMAND_PERP_SLIPPAGE: Final = 14
COMMAND_TARGET: Final = 15
COMMAND_WORK: Final = 8
COMMAND_ESCROW: Final = 3
COMMAND_TAKE_ASSET: Final = 5
COMMAND_TAKE_ATOMS: Final = 8
COMMAND_MOST_LOSS: Final = 8

# An event: its kind, then its fields in the order of CMD-050, packed where `events` says so.
EVENT_WIDTH: Final = 10

OUTCOME_WIDTH: Final = 5
OUTCOME_REASON: Final = 0
OUTCOME_INDEX: Final = 1
OUTCOME_TOUCHED: Final = 2
OUTCOME_EVENTS_END: Final = 3
OUTCOME_LEGS: Final = 4

TERMS_TYPES: Final = 4
"""Terms of an order: `order_type + TERMS_TYPES * self_trade + TERMS_SPAN * flags`."""
TERMS_SPAN: Final = 16
OFFER: Final = 1
OFFER_RETURNABLE: Final = 2
OFFER_EXTENSIBLE: Final = 4
"""Flags of an offer to lend (LND-003): OFFER and what it has of the others."""
REDUCES: Final = 8
"""Flag of an order that is reduce-only (PRP-012); an order that is neither has 0."""
RETURNABLE: Final = 1
EXTENSIBLE: Final = 2
AUTO_RENEW: Final = 4
"""Flags of a loan, one added to the other."""
OPENED_FLAGS: Final = 8
"""A loan in an event: `flags + OPENED_FLAGS * (fee_rate + RATES_SPAN * rate)`."""
NAMED_FALSE: Final = 1
NAMED_TRUE: Final = 2
NAMED_SPAN: Final = 3
"""Flags in a command: returnable, extensible, auto_renew as digits, lowest first; 0 is absent."""
KIND_SPAN: Final = 4
"""A market that is listed: `kind + KIND_SPAN * source`, the source as in a command."""
RATES_SPAN: Final = 65536
"""Rates of an order: `taker_fee_rate + RATES_SPAN * maker_fee_rate`."""
PRICE_SPAN: Final = 2**40 + 1
"""Above every price (NUM-010)."""


def rank_of(book: i64, price: i64) -> i64:
    """Place of a price in its book: the lower, the better; the map is its own inverse."""
    # Which side it is cannot be guessed: no branch.
    side = book & 1
    return (1 - side) * PRICE_SPAN + (2 * side - 1) * price


def row_cell(buffer: vec[i64], row: i64, width: i64, reach: i64) -> i64:
    """Where a row begins of which `reach` cells are in the buffer, counted from there.

    The build knows this function by its name: what it answered needs no check of its own in the
    fields of the row, if buffer and cell stay as they are (`drop_covered_checks`).
    """
    cell = row * width
    if cell < 0 or cell > len(buffer) - reach:
        raise IndexError
    return cell


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

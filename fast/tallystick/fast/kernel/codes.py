"""Numbers that stand for words: kinds of command and event, reasons, causes, choices.

The adapter translates them; `tests/fast` holds them against the shared vocabulary.
"""

from typing import Final

NONE: Final = 0
"""No slot: records are counted from 1, and record 0 of a buffer stays zero."""
ABSENT: Final = -1
"""A field that may be absent, is."""

# Kinds of command. A refused command is one whose fields the adapter found out of range.
REFUSED: Final = 0
OPEN_ACCOUNT: Final = 1
ADD_DELEGATE: Final = 2
REMOVE_DELEGATE: Final = 3
DEPOSIT: Final = 4
WITHDRAW: Final = 5
TRANSFER: Final = 6
LIST_ASSET: Final = 7
LIST_MARKET: Final = 8
SET_MARK: Final = 9
SET_HALTED: Final = 10
SET_FEE_EXEMPT: Final = 11
WITHDRAW_TREASURY: Final = 12
ADVANCE_TIME: Final = 13
PLACE_ORDER: Final = 14
AMEND_ORDER: Final = 15
CANCEL_ORDER: Final = 16
REPLACE_ORDER: Final = 17
CANCEL_ALL: Final = 18
BATCH: Final = 19
PAY_INTEREST: Final = 20
PAY_CLAIMS: Final = 21
SET_LOAN_TERMS: Final = 22
SWAP_LOAN: Final = 23
RENEW_LOAN: Final = 24
ROLL_LOAN: Final = 25
TRUE_UP: Final = 26
REPAY_DEBTS: Final = 27
COLLECT_DEBT: Final = 28
SET_FUNDING_RATE: Final = 29
SET_RISK: Final = 30
LIQUIDATE: Final = 31
CLAIM_REWARD: Final = 32
REVERSE_REWARD: Final = 33
SWAP_FOR_TARGET: Final = 34
DECLARE_BANKRUPTCY: Final = 35

# Kinds of event.
ACCOUNT_OPENED: Final = 1
DELEGATE_ADDED: Final = 2
DELEGATE_REMOVED: Final = 3
DEPOSITED: Final = 4
WITHDRAWN: Final = 5
TRANSFERRED: Final = 6
ASSET_LISTED: Final = 7
MARKET_LISTED: Final = 8
MARK_SET: Final = 9
HALTED_SET: Final = 10
FEE_EXEMPT_SET: Final = 11
TREASURY_WITHDRAWN: Final = 12
TIME_ADVANCED: Final = 13
ORDER_ACCEPTED: Final = 14
ORDER_AMENDED: Final = 15
ORDER_RESTED: Final = 16
ORDER_REMOVED: Final = 17
ORDERS_DECREMENTED: Final = 18
TRADED: Final = 19
FEE_PAID: Final = 20
LOAN_OPENED: Final = 21
CLAIM_PAID: Final = 22
INTEREST_PAID: Final = 23
INTEREST_CLAIMED: Final = 24
LOAN_REPAID: Final = 25
LOAN_EXTENDED: Final = 26
LOAN_TERMS_SET: Final = 27
LOAN_SPLIT: Final = 28
LOAN_HANDED_OVER: Final = 29
LOAN_ROLLED: Final = 30
KEEPER_FEE_PAID: Final = 31
RETURN_KEPT: Final = 32
LEG_REDUCED: Final = 33
LEG_EXTENDED: Final = 34
LEG_SETTLED: Final = 35
SETTLEMENT_PAID: Final = 36
DEBT_OPENED: Final = 37
DEBT_PAID: Final = 38
FUNDING_RATE_SET: Final = 39
FUNDING_TICKED: Final = 40
RISK_CHANGED: Final = 41
RISK_ANNOUNCED: Final = 42
ACCOUNT_VALUED: Final = 43
REWARD_HELD: Final = 44
REWARD_PAID: Final = 45
REWARD_REVERSED: Final = 46
SWAPPED_FOR_TARGET: Final = 47
BANKRUPTCY_DECLARED: Final = 48
CLOSE_OUT_PAID: Final = 49
ESTATE_PAID: Final = 50
LOSS_RECORDED: Final = 51

# Sides, also the last bit of a book's number; the opposite book is `book ^ 1`.
BUY: Final = 0
SELL: Final = 1

SPOT: Final = 0
PERP: Final = 1
LEND: Final = 2

# What term an order has in a valuation (MGN-025).
SPOT_BUY: Final = 0
FREE_SPOT_BUY: Final = 1
SPOT_SELL: Final = 2
PERP_BUY: Final = 3
PERP_SELL: Final = 4
LOAN_BID: Final = 5
LOAN_OFFER: Final = 6

# Who makes the funding rate of a perpetual market. In a command it is 1 more, and 0 is absent.
BOOK: Final = 0
PUBLISHED: Final = 1

LIMIT: Final = 0
IOC: Final = 1
FOK: Final = 2
POST_ONLY: Final = 3

REJECT: Final = 0
CANCEL_MAKER: Final = 1
CANCEL_TAKER: Final = 2
DECREMENT: Final = 3

# Why an order, or the rest of an incoming one, ceased.
CANCELLED: Final = 1
REPLACED: Final = 2
EXPIRED: Final = 3
OWN_ORDER: Final = 4
UNDERFUNDED: Final = 5
LOAN_LIMIT: Final = 6
REDUCE_ONLY: Final = 7
POSITION_LIMIT: Final = 8
LEG_LIMIT: Final = 9
WORK_EXHAUSTED: Final = 10
UNFILLED: Final = 11

# Reasons, in the order of `reasons.toml`; 0 means accepted (CMD-005).
ACCEPTED: Final = 0
NO_ROOM: Final = -1
"""No reason: the venue has to be opened with more room before it can answer."""
OUT_OF_RANGE: Final = 1
NOT_IN_PROFILE: Final = 2
BATCH_MIXED: Final = 3
BATCH_SIZE: Final = 4
UNKNOWN_ACCOUNT: Final = 5
NOT_AUTHORIZED: Final = 6
TIME_REVERSED: Final = 7
UNKNOWN_ASSET: Final = 8
UNKNOWN_MARKET: Final = 9
BASE_ASSET: Final = 10
NOT_PERP: Final = 11
MARKET_KIND_TAKEN: Final = 12
MARK_TOO_HIGH: Final = 13
RISK_TOO_HIGH: Final = 14
RISK_NOT_CLOSABLE: Final = 15
NOTICE_TOO_SHORT: Final = 16
TOO_MANY_ACCOUNTS: Final = 17
TOO_MANY_ASSETS: Final = 18
TOO_MANY_MARKETS: Final = 19
DELEGATE_IS_OWNER: Final = 20
DELEGATE_EXISTS: Final = 21
TOO_MANY_DELEGATES: Final = 22
UNKNOWN_DELEGATE: Final = 23
SAME_ACCOUNT: Final = 24
SAME_ASSET: Final = 25
NOT_SAME_OWNER: Final = 26
UNKNOWN_ORDER: Final = 27
UNKNOWN_LOAN: Final = 28
UNKNOWN_LEG: Final = 29
UNKNOWN_DEBT: Final = 30
UNKNOWN_ESCROW: Final = 31
ORDER_EXPIRED: Final = 32
LOAN_OVERDUE: Final = 33
LOAN_NOT_OVERDUE: Final = 34
DEBT_NOT_OVERDUE: Final = 35
ACCOUNT_SOUND: Final = 36
SPOT_MARKET_LISTED: Final = 37
WORK_TOO_LARGE: Final = 38
ESCROW_NOT_DUE: Final = 39
ESCROW_DUE: Final = 40
BORROWER_OVERDUE: Final = 41
BORROWER_UNSOUND: Final = 42
RENEWAL_NOT_OPEN: Final = 43
RENEWAL_REFUSED: Final = 44
TERMS_OF_OTHER_PARTY: Final = 45
EXTENSIBLE_IS_FINAL: Final = 46
NOT_EXTENSIBLE: Final = 47
FUNDING_NOT_PUBLISHED: Final = 48
MARKET_HALTED: Final = 49
NO_MARK: Final = 50
NO_RISK: Final = 51
STALE_MARK: Final = 52
FLAGS_NOT_OF_OFFER: Final = 53
ORDER_ID_NOT_INCREASING: Final = 54
PRICE_NOT_ON_TICK: Final = 55
RATE_TOO_HIGH: Final = 56
BELOW_MINIMUM: Final = 57
NOT_MULTIPLE_OF_MINIMUM: Final = 58
REPAYMENT_TOO_LARGE: Final = 59
ORDER_TOO_LARGE: Final = 60
ALREADY_EXPIRED: Final = 61
TOO_MANY_ORDERS_OF_ACCOUNT: Final = 62
TOO_MANY_ORDERS: Final = 63
TOO_MANY_CLAIMS: Final = 64
INSUFFICIENT_BALANCE: Final = 65
RESERVATION_LIMIT: Final = 66
SELF_TRADE: Final = 67
POST_ONLY_CROSSES: Final = 68
WORK_LIMIT: Final = 69
TOO_MANY_DEBTS_OF_ACCOUNT: Final = 70
TOO_MANY_DEBTS: Final = 71
DEBT_TOO_LARGE: Final = 72
FOK_NOT_FILLED: Final = 73
NOTHING_TO_SWAP: Final = 74
NOTHING_ROLLED: Final = 75
INSUFFICIENT_FREE_BALANCE: Final = 76
INSUFFICIENT_TREASURY: Final = 77
OUTSIDE_BAND: Final = 78
SUPPLY_LIMIT: Final = 79
NOT_BANKRUPT: Final = 80
LOSS_TOO_LARGE: Final = 81
DEBT_LEFT: Final = 82
VALUATION_STALE: Final = 83
NO_PROGRESS: Final = 84
INSUFFICIENT_MARGIN: Final = 85

"""Closed choices. The values are the words used on the wire."""

from enum import StrEnum, unique


@unique
class Profile(StrEnum):
    """What a venue can do; fixed when it is opened (CMD-002)."""

    MATCH_1 = "match/1"
    SPOT_1 = "spot/1"
    LEND_1 = "lend/1"
    PERP_1 = "perp/1"
    MARGIN_1 = "margin/1"
    WORLD_1 = "world/1"

    @property
    def has_ledger(self) -> bool:
        """Whether there are balances, reservation, fees and authority (chapter 05)."""
        return self is not Profile.MATCH_1  # [CMD-002]

    @property
    def has_lending(self) -> bool:
        """Whether the profile has chapter 07: trades on lending markets open loans."""
        return self is Profile.LEND_1 or self.has_margin  # [CMD-002]

    @property
    def has_perpetuals(self) -> bool:
        """Whether the profile has chapter 06: trades on perpetual markets make legs."""
        return self is Profile.PERP_1 or self.has_margin  # [CMD-002]

    @property
    def has_margin(self) -> bool:
        """Whether the profile has chapter 08: accounts are valued under stress."""
        return self in (Profile.MARGIN_1, Profile.WORLD_1)  # [CMD-002]

    @property
    def has_liquidation(self) -> bool:
        """Whether the profile has chapter 09: accounts below zero are wound up."""
        return self is Profile.WORLD_1  # [CMD-002]


@unique
class MarketKind(StrEnum):
    """What a market trades (STA-008)."""

    SPOT = "spot"
    PERP = "perp"
    LEND = "lend"


@unique
class FundingSource(StrEnum):
    """Who makes the funding rate of a perpetual market: its trades or the operator (PRP-015)."""

    BOOK = "book"
    PUBLISHED = "published"


@unique
class Side(StrEnum):
    """Side of an order; on a lending market a buy borrows and a sell lends (MAT-001)."""

    BUY = "buy"
    SELL = "sell"


@unique
class OrderType(StrEnum):
    """How an order trades and whether it may rest (MAT-003)."""

    LIMIT = "limit"
    IOC = "ioc"
    FOK = "fok"
    POST_ONLY = "post_only"


@unique
class SelfTrade(StrEnum):
    """What an incoming order does when it meets an order of its own account (MAT-026)."""

    REJECT = "reject"
    CANCEL_MAKER = "cancel_maker"
    CANCEL_TAKER = "cancel_taker"
    DECREMENT = "decrement"


@unique
class RemovalCause(StrEnum):
    """Why an order left the book, or why the rest of an incoming order did not enter it."""

    CANCELLED = "cancelled"
    REPLACED = "replaced"
    EXPIRED = "expired"
    SELF_TRADE = "self_trade"
    UNDERFUNDED = "underfunded"
    LOAN_LIMIT = "loan_limit"
    REDUCE_ONLY = "reduce_only"
    POSITION_LIMIT = "position_limit"
    LEG_LIMIT = "leg_limit"
    WORK_LIMIT = "work_limit"
    UNFILLED = "unfilled"

"""The parameters of chapter 06 that the kernel needs, and what follows from them alone."""

from typing import Final

from mypy_extensions import i64

HIGHEST_PRICE: Final = 2**40
HIGHEST_COST: Final = 2**52
"""Of the lots of one position at the highest price (PRP-010)."""
SAMPLE_UNIT: Final = 2**30
"""A premium is in units of 1/2^30 of the mark (PRP-019)."""
PERMILLE: Final = 1_000


class PerpLimits:
    """The parameters of chapter 06, under their names in the spec; in another profile all 0."""

    def __init__(
        self,
        perp_maker_fee_rate: i64,
        perp_taker_fee_rate: i64,
        max_position_lots: i64,
        premium_sample_bound_permille: i64,
        max_legs_per_command: i64,
        max_legs: i64,
        max_debts: i64,
        max_debts_per_account: i64,
    ) -> None:
        """Keep them; they never change (STA-001)."""
        self.perp_maker_fee_rate: Final[i64] = perp_maker_fee_rate
        self.perp_taker_fee_rate: Final[i64] = perp_taker_fee_rate
        self.max_position_lots: Final[i64] = max_position_lots
        self.max_legs_per_command: Final[i64] = max_legs_per_command
        self.max_legs: Final[i64] = max_legs
        self.max_debts: Final[i64] = max_debts
        self.max_debts_per_account: Final[i64] = max_debts_per_account
        # M of chapter 06, and the most that one trade's premium counts.
        highest = HIGHEST_COST // max(max_position_lots, 1)
        self.highest_mark: Final[i64] = min(highest, HIGHEST_PRICE)
        self.highest_premium: Final[i64] = SAMPLE_UNIT * premium_sample_bound_permille // PERMILLE

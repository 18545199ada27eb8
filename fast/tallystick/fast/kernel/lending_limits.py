"""The parameters of chapter 07 that the kernel needs."""

from typing import Final

from mypy_extensions import i64


class LendingLimits:
    """The parameters of chapter 07, under their names in the spec; all 0 in another profile."""

    def __init__(
        self,
        lend_fee_rate: i64,
        rate_cap_bps: i64,
        keeper_fee_permille: i64,
        max_loans: i64,
        max_loans_per_account: i64,
        max_claims: i64,
    ) -> None:
        """Keep them; they never change (STA-001)."""
        self.lend_fee_rate: Final[i64] = lend_fee_rate
        self.rate_cap_bps: Final[i64] = rate_cap_bps
        self.keeper_fee_permille: Final[i64] = keeper_fee_permille
        self.max_loans: Final[i64] = max_loans
        self.max_loans_per_account: Final[i64] = max_loans_per_account
        self.max_claims: Final[i64] = max_claims

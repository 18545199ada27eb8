"""The parameters of chapter 09 that the kernel needs."""

from typing import Final

from mypy_extensions import i64


class LiquidationLimits:
    """The parameters of chapter 09, under their names in the spec; all 0 in another profile."""

    def __init__(
        self,
        reward_permille: i64,
        escrow_ms: i64,
        max_escrows: i64,
        close_out_events: i64,
        close_out_entries: i64,
    ) -> None:
        """Keep them; they never change (STA-001).

        The last two are no parameters: the events and entries of the journal for which a venue has
        room at least, if it has to close an account out that has more contracts than usual.
        """
        self.reward_permille: Final[i64] = reward_permille
        self.escrow_ms: Final[i64] = escrow_ms
        self.max_escrows: Final[i64] = max_escrows
        self.close_out_events: Final[i64] = close_out_events
        self.close_out_entries: Final[i64] = close_out_entries

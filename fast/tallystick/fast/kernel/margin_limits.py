"""The parameters of chapter 08 that the kernel needs."""

from typing import Final

from mypy_extensions import i64


class MarginLimits:
    """The parameters of chapter 08, under their names in the spec; all 0 in another profile."""

    def __init__(
        self,
        initial_scale_permille: i64,
        maintenance_scale_permille: i64,
        lent_haircut_permille: i64,
        band_multiple: i64,
        mark_valid_ms: i64,
        risk_notice_ms: i64,
        closable_risk: i64,
    ) -> None:
        """Keep them; they never change (STA-001)."""
        self.initial_scale_permille: Final[i64] = initial_scale_permille
        self.maintenance_scale_permille: Final[i64] = maintenance_scale_permille
        self.lent_haircut_permille: Final[i64] = lent_haircut_permille
        self.band_multiple: Final[i64] = band_multiple
        self.mark_valid_ms: Final[i64] = mark_valid_ms
        self.risk_notice_ms: Final[i64] = risk_notice_ms
        self.closable_risk: Final[i64] = closable_risk

"""Risk values, and what follows from them alone: price factors and bands (chapter 08): pure.

An `assert` before the first statement of a function is a precondition, one after it is a promise.
"""

from attrs import frozen

from tallystick.reference.numbers import ceil_div, floor_div
from tallystick.reference.types.units import Count, Milliseconds, Permille, Price

PRICE_UNITS = 1_000_000
"""Price factors and bands are in millionths of the mark (MGN-020, MGN-041)."""
BAND_ALLOWANCE = 1_000
"""What a band is narrower than the slippage it comes from, in millionths (MGN-041)."""
HIGHEST_RISK = 1_000
"""The highest of each risk value, in permille (NUM-010)."""


@frozen
class Risk:
    """How far a price may move, and what it costs to trade spot and perpetual (MGN-010)."""

    risk_permille: Permille
    slippage_permille: Permille
    perp_slippage_permille: Permille


@frozen
class AnnouncedRisk:
    """Risk values that will be in force from a time on (MGN-010)."""

    risk_permille: Permille
    slippage_permille: Permille
    perp_slippage_permille: Permille
    effective_at: Milliseconds


def price_factors(
    h: int,
    e: int,
    g: int,
    risk: Permille,
    slippage: Permille,
    perp_slippage: Permille,
    scale: Permille,
) -> tuple[int, int, int]:
    """The factors c, v and w of the mark in a piece of the signs h, e, g, in millionths (MGN-020).

    c is that of the price itself, v that at which spot is valued, w that of perpetual futures.
    """
    assert abs(h) == 1
    assert abs(e) == 1
    assert abs(g) == 1
    assert scale > 0
    c = PRICE_UNITS + h * risk * scale  # [MGN-020]
    v = c - e * slippage * scale  # [MGN-020]
    w = c - g * perp_slippage * scale  # [MGN-020]
    assert (c - PRICE_UNITS) * h == scale * risk
    assert (c - v) * e == scale * slippage
    assert (c - w) * g == scale * perp_slippage
    return c, v, w


def is_risk_too_high(risk: Permille, slippage: Permille, scale: Permille) -> bool:
    """Whether risk and slippage, scaled, are more than the whole price (MGN-012)."""
    assert 0 <= risk <= HIGHEST_RISK
    assert 0 <= slippage <= HIGHEST_RISK
    assert scale > 0
    too_high = (risk + slippage) * scale > PRICE_UNITS  # [MGN-012]
    # So the price factors of spot are never negative, at this scale or a lower one (MGN-020).
    assert too_high == (PRICE_UNITS - risk * scale - slippage * scale < 0)
    return too_high


def band_of(slippage: Permille, multiple: Count, scale: Permille) -> int:
    """How far from the mark a trade may be that is inside the band, in millionths (MGN-041)."""
    assert 0 <= slippage <= HIGHEST_RISK
    assert multiple >= 0
    assert scale > 0
    band = max(0, multiple * slippage * scale - BAND_ALLOWANCE)  # [MGN-041]
    assert band >= 0
    assert band == 0 or band + BAND_ALLOWANCE == scale * slippage * multiple
    return band


def is_closable(
    band: int, risk: Permille, slippage: Permille, perp_slippage: Permille, scale: Permille
) -> bool:
    """Whether who is at 0 and is closed inside the band ends at 0 or above (MGN-012).

    `scale` is that of maintenance.
    """
    assert band >= 0
    assert 0 <= risk <= HIGHEST_RISK
    assert 0 <= slippage <= HIGHEST_RISK
    assert 0 <= perp_slippage <= HIGHEST_RISK
    assert scale > 0
    closable = (
        band <= (risk + slippage) * scale  # [MGN-012]
        and band <= (risk + perp_slippage) * scale  # [MGN-012]
        and 2 * band <= (slippage + perp_slippage) * scale  # [MGN-012]
    )
    # Spot alone, perpetual futures alone and one hedged by the other.
    charged = min(risk + slippage, risk + perp_slippage) * scale
    assert closable == (band <= charged and 2 * band <= (slippage + perp_slippage) * scale)
    return closable


def band_prices(mark: Price, band: int) -> tuple[int, int]:
    """The lowest and the highest price inside the band (MGN-041)."""
    assert mark > 0
    assert band >= 0
    down = max(0, PRICE_UNITS - band)  # [MGN-041]
    lowest = ceil_div(mark * down, PRICE_UNITS)  # [MGN-041]
    highest = floor_div(mark * (PRICE_UNITS + band), PRICE_UNITS)  # [MGN-041]
    assert 0 <= lowest <= mark <= highest
    assert (mark - lowest) * PRICE_UNITS <= mark * band
    assert (highest - mark) * PRICE_UNITS <= mark * band < (highest + 1 - mark) * PRICE_UNITS
    return lowest, highest

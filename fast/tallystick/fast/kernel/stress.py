"""What a lot is worth in each piece, and inside which prices a forced trade is (chapter 08).

Filled anew when mark or risk values of an asset change, so that a valuation only multiplies.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .fees import FEE_UNIT, ceil_div
from .layout import (
    ASSET_LOT_ATOMS,
    ASSET_MARK,
    ASSET_WIDTH,
    RISK_IS_WIDE,
    RISK_PERMILLE,
    RISK_PERP_SLIPPAGE,
    RISK_SLIPPAGE,
    RISK_WIDTH,
    STRESS_ATOM_REST,
    STRESS_ATOM_WHOLE,
    STRESS_BUY_ATOMS,
    STRESS_BUY_MILLIONTHS,
    STRESS_BUY_REST,
    STRESS_PERP_ATOMS,
    STRESS_PERP_CHANGE,
    STRESS_PERP_MILLIONTHS,
    STRESS_ROWS,
    STRESS_SPOT_ATOMS,
    STRESS_SPOT_MILLIONTHS,
    STRESS_WIDTH,
)
from .venue import Venue

MILLION: Final = 1_000_000
"""A price factor is in millionths (MGN-020)."""
HIGHEST_LOT_ATOMS: Final = 2**31
"""Above it, products of a rest of a lot need more than 63 bits."""
BAND_ALLOWANCE: Final = 1_000


def reprice(venue: Venue, asset: i64) -> None:
    """The mark or the risk values of an asset have changed; it may not be priced yet."""
    margin = venue.margin
    margin.renew_version(asset)
    if not is_priced(venue, asset):
        return
    risk = asset * RISK_WIDTH
    if venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS] > HIGHEST_LOT_ATOMS:
        margin.risks[risk + RISK_IS_WIDE] = 1
        return
    row: i64 = 0
    while row < STRESS_ROWS:
        scale = margin.limits.initial_scale_permille
        if row >= STRESS_ROWS // 2:
            scale = margin.limits.maintenance_scale_permille
        change = scale * margin.risks[risk + RISK_PERMILLE]
        spot_loss = scale * margin.risks[risk + RISK_SLIPPAGE]
        perp_loss = scale * margin.risks[risk + RISK_PERP_SLIPPAGE]
        if row & 2 != 0:
            change = -change
        if row & 1 != 0:
            spot_loss = -spot_loss
            perp_loss = -perp_loss
        cell = (asset * STRESS_ROWS + row) * STRESS_WIDTH
        _fill_spot(venue, margin.stress, cell, asset, MILLION + change - spot_loss)
        _fill_perp(venue, margin.stress, cell, asset, MILLION + change - perp_loss)
        row += 1


def is_priced(venue: Venue, asset: i64) -> bool:
    """MGN-004, of an asset other than the base asset."""
    return venue.assets[asset * ASSET_WIDTH + ASSET_MARK] != 0 and venue.margin.has_risk(asset)


def _fill_spot(venue: Venue, stress: vec[i64], cell: i64, asset: i64, factor: i64) -> None:
    """A spot lot at `factor`, from 0 to 2,000,000 (MGN-012)."""
    lot_atoms = venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
    lot = venue.assets[asset * ASSET_WIDTH + ASSET_MARK] * factor
    whole = lot // lot_atoms
    rest = lot - whole * lot_atoms
    stress[cell + STRESS_SPOT_ATOMS] = lot // MILLION
    stress[cell + STRESS_SPOT_MILLIONTHS] = lot % MILLION
    stress[cell + STRESS_ATOM_WHOLE] = whole
    stress[cell + STRESS_ATOM_REST] = rest
    fee_atoms = ceil_div(lot_atoms * venue.limits.spot_maker_fee_rate, FEE_UNIT)
    fee_rest = rest * fee_atoms
    fee_whole = ceil_div(fee_rest, lot_atoms)
    bought = lot - whole * fee_atoms - fee_whole
    stress[cell + STRESS_BUY_ATOMS] = bought // MILLION
    stress[cell + STRESS_BUY_MILLIONTHS] = bought % MILLION
    stress[cell + STRESS_BUY_REST] = fee_whole * lot_atoms - fee_rest


def _fill_perp(venue: Venue, stress: vec[i64], cell: i64, asset: i64, factor: i64) -> None:
    """A perpetual lot at `factor`, which may be negative."""
    mark = venue.assets[asset * ASSET_WIDTH + ASSET_MARK]
    whole = mark // MILLION
    rest = (mark - whole * MILLION) * factor
    stress[cell + STRESS_PERP_ATOMS] = whole * factor + rest // MILLION
    stress[cell + STRESS_PERP_MILLIONTHS] = rest % MILLION
    stress[cell + STRESS_PERP_CHANGE] = factor - MILLION


def band_of(venue: Venue, slippage_permille: i64) -> i64:
    """How far from the mark a forced trade may be, in millionths of it (MGN-041)."""
    limits = venue.margin.limits
    band = limits.band_multiple * slippage_permille * limits.maintenance_scale_permille
    return max(0, band - BAND_ALLOWANCE)

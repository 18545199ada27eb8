"""The least value over all pieces of a scale, in numbers of 63 bits (MGN-020 to MGN-023).

Numbers are whole base atoms with millionths. What is left of a millionth is rounded down, and
counted: where so much could make another whole atom, nothing is said.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .holdings import result_of
from .layout import (
    ASSET_LOT_ATOMS,
    ASSET_MARK,
    ASSET_WIDTH,
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
from .margin import STRESS_SUMS, Margin
from .order_sums import HIGHEST_PAID, SUM_BOUGHT, SUM_LOTS, SUM_PAID, SUM_PERP_LOTS, SUM_PERP_PAID
from .provisions import ATOM
from .stress import MILLION
from .venue import Venue

HIGHEST_LOTS: Final = 2**40
HIGHEST_BOUGHT: Final = 2**31
"""Lots up to these do not wrap where they are multiplied with millionths and rests."""
WIDEST_FACTOR: Final = 13
"""A price factor of a perpetual future is below so many wholes."""
UNKNOWN: Final = -(2**62)
"""Less than the value of any piece that is taken in 63 bits."""


def value_pieces(venue: Venue, account: i64, asset: i64, lots: i64, has_orders: bool) -> bool:
    """Value holding, position and orders in an asset at both scales; False if in doubt."""
    margin = venue.margin
    mark = venue.assets[asset * ASSET_WIDTH + ASSET_MARK]
    lot_atoms = venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
    held = margin.whole // lot_atoms
    rest = margin.whole - held * lot_atoms
    result: i64 = 0
    if lots != 0:
        result = result_of(venue, account, asset)
        if result > HIGHEST_PAID or result < -HIGHEST_PAID:
            return False
    spot_lots = max(held, -held)
    perp_lots: i64 = 0
    if has_orders:
        spot_lots += margin.spot_lots
        perp_lots = margin.perp_lots
        if margin.spot_lots >= HIGHEST_BOUGHT or perp_lots > HIGHEST_PAID // WIDEST_FACTOR // mark:
            return False
    if spot_lots >= HIGHEST_LOTS or spot_lots > HIGHEST_PAID // (2 * mark):
        return False
    if perp_lots >= HIGHEST_LOTS:
        return False
    position = lots * mark
    least = _least(margin, asset, 0, held, rest, lot_atoms, position, has_orders)
    if least == UNKNOWN:
        return False
    margin.initial = least + result
    margin.maintenance = margin.initial
    if margin.has_two_scales:
        half: i64 = STRESS_ROWS // 2
        least = _least(margin, asset, half, held, rest, lot_atoms, position, has_orders)
        if least == UNKNOWN:
            return False
        margin.maintenance = least + result
    highest = margin.highest_value
    return -highest <= margin.initial and max(margin.initial, margin.maintenance) <= highest


def _least(
    margin: Margin,
    asset: i64,
    first: i64,
    held: i64,
    rest: i64,
    lot_atoms: i64,
    position: i64,
    has_orders: bool,
) -> i64:
    """The least value over the pieces of a scale, rounded down once (MGN-023), or UNKNOWN.

    The sign of slippage is chosen for spot and for perpetual futures apart.
    """
    stress = margin.stress
    sums = margin.sums
    sure: i64 = HIGHEST_PAID * 4 - 1
    doubtful: i64 = sure
    row = first
    while row < first + STRESS_ROWS // 2:
        cell = (asset * STRESS_ROWS + row) * STRESS_WIDTH
        if row & 1 == 0:
            _choose_perp(margin, stress, sums, cell, row, position, has_orders)
        price = stress[cell + STRESS_SPOT_ATOMS]
        price_rest = stress[cell + STRESS_SPOT_MILLIONTHS]
        atoms = margin.perp_atoms + held * price
        millionths = margin.perp_millionths + held * price_rest
        unsure: i64 = 0
        if rest > 0:
            millionths += rest * stress[cell + STRESS_ATOM_WHOLE]
            product = rest * stress[cell + STRESS_ATOM_REST]
            millionths += product // lot_atoms
            if product % lot_atoms != 0:
                unsure += 1
        if margin.fraction > 0:
            whole = stress[cell + STRESS_ATOM_WHOLE]
            part = margin.fraction * MILLION // ATOM
            upper = whole // MILLION
            millionths += part * upper + part * (whole - upper * MILLION) // MILLION
            unsure += upper + 3
        if has_orders:
            total = row * STRESS_SUMS
            atoms += sums[total + SUM_LOTS] * price + sums[total + SUM_PAID]
            millionths += sums[total + SUM_LOTS] * price_rest
            bought = sums[total + SUM_BOUGHT]
            if bought > 0:
                atoms += bought * stress[cell + STRESS_BUY_ATOMS]
                product = bought * stress[cell + STRESS_BUY_REST]
                millionths += bought * stress[cell + STRESS_BUY_MILLIONTHS] + product // lot_atoms
                if product % lot_atoms != 0:
                    unsure += 1
        more = millionths // MILLION
        atoms += more
        if unsure > 0 and millionths - more * MILLION + unsure >= MILLION:
            doubtful = min(doubtful, atoms)
        else:
            sure = min(sure, atoms)
        row += 1
    # What is in doubt is never less than it was rounded down to.
    return UNKNOWN if doubtful < sure else sure


def _choose_perp(
    margin: Margin,
    stress: vec[i64],
    sums: vec[i64],
    first: i64,
    row: i64,
    position: i64,
    has_orders: bool,
) -> None:
    """What position and perpetual orders are worth at the worse of two sides of slippage."""
    whole = position // MILLION
    rest = position - whole * MILLION
    cell = first
    side: i64 = 0
    while side < 2:
        change = stress[cell + STRESS_PERP_CHANGE]
        atoms = whole * change
        millionths = rest * change
        if has_orders:
            total = (row + side) * STRESS_SUMS
            lots = sums[total + SUM_PERP_LOTS]
            atoms += lots * stress[cell + STRESS_PERP_ATOMS] + sums[total + SUM_PERP_PAID]
            millionths += lots * stress[cell + STRESS_PERP_MILLIONTHS]
        more = millionths // MILLION
        atoms += more
        millionths -= more * MILLION
        if (
            side == 0
            or atoms < margin.perp_atoms
            or (atoms == margin.perp_atoms and millionths < margin.perp_millionths)
        ):
            margin.perp_atoms = atoms
            margin.perp_millionths = millionths
        cell += STRESS_WIDTH
        side += 1

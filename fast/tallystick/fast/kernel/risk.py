"""Risk values of assets, in force and announced, and marks that are old (sections 2 and 7)."""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import (
    ABSENT,
    ACCEPTED,
    BASE_ASSET,
    NOTICE_TOO_SHORT,
    RISK_CHANGED,
    RISK_NOT_CLOSABLE,
    RISK_TOO_HIGH,
    UNKNOWN_ASSET,
)
from .codes import (
    RISK_ANNOUNCED as ANNOUNCED_EVENT,
)
from .layout import (
    ASSET_MARK,
    ASSET_MARK_TIME,
    ASSET_WIDTH,
    COMMAND_ASSET,
    COMMAND_NOW,
    COMMAND_PERP_SLIPPAGE,
    COMMAND_RISK,
    COMMAND_SLIPPAGE,
    RISK_ANNOUNCED,
    RISK_EFFECTIVE_AT,
    RISK_IS_SET,
    RISK_PERMILLE,
    RISK_PERP_SLIPPAGE,
    RISK_SLIPPAGE,
    RISK_WIDTH,
)
from .stress import band_of, is_priced, reprice
from .venue import BASE, Venue

WHOLE_PRICE: Final = 1_000_000


def set_risk(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """MGN-011 and MGN-012."""
    asset = commands[command + COMMAND_ASSET]
    risk = commands[command + COMMAND_RISK]
    slippage = commands[command + COMMAND_SLIPPAGE]
    perp_slippage = commands[command + COMMAND_PERP_SLIPPAGE]
    effective_at = commands[command + COMMAND_NOW]
    if asset > venue.asset_count:
        return UNKNOWN_ASSET
    if asset == BASE:
        return BASE_ASSET
    limits = venue.margin.limits
    if (risk + slippage) * limits.initial_scale_permille > WHOLE_PRICE:
        return RISK_TOO_HIGH
    if limits.closable_risk != 0 and not _is_closable(venue, risk, slippage, perp_slippage):
        return RISK_NOT_CLOSABLE
    if effective_at == ABSENT:
        if venue.margin.has_risk(asset):
            return NOTICE_TOO_SHORT
        _change(venue, asset, risk, slippage, perp_slippage)
        note_stale(venue)
        return ACCEPTED
    if effective_at < venue.now + limits.risk_notice_ms:
        return NOTICE_TOO_SHORT
    cell = asset * RISK_WIDTH
    _write(venue.margin.risks, cell + RISK_ANNOUNCED, risk, slippage, perp_slippage)
    venue.margin.risks[cell + RISK_EFFECTIVE_AT] = effective_at
    venue.events.note(ANNOUNCED_EVENT, asset, risk, slippage, perp_slippage, effective_at)
    return ACCEPTED


def _is_closable(venue: Venue, risk: i64, slippage: i64, perp_slippage: i64) -> bool:
    """Whether whoever is closed inside the band does not end below zero (MGN-012)."""
    band = band_of(venue, slippage)
    scale = venue.margin.limits.maintenance_scale_permille
    return (
        band <= (risk + slippage) * scale
        and band <= (risk + perp_slippage) * scale
        and 2 * band <= (slippage + perp_slippage) * scale
    )


def _write(risks: vec[i64], cell: i64, risk: i64, slippage: i64, perp_slippage: i64) -> None:
    """Values that are there, in force or announced."""
    risks[cell + RISK_IS_SET] = 1
    risks[cell + RISK_PERMILLE] = risk
    risks[cell + RISK_SLIPPAGE] = slippage
    risks[cell + RISK_PERP_SLIPPAGE] = perp_slippage


def _change(venue: Venue, asset: i64, risk: i64, slippage: i64, perp_slippage: i64) -> None:
    """Let values be in force."""
    _write(venue.margin.risks, asset * RISK_WIDTH, risk, slippage, perp_slippage)
    reprice(venue, asset)
    venue.events.note(RISK_CHANGED, asset, risk, slippage, perp_slippage)


def bring_into_force(venue: Venue) -> None:
    """Announced values whose time has come (MGN-013)."""
    risks = venue.margin.risks
    asset: i64 = BASE + 1
    while asset <= venue.asset_count:
        cell = asset * RISK_WIDTH
        if risks[cell + RISK_ANNOUNCED] != 0 and risks[cell + RISK_EFFECTIVE_AT] <= venue.now:
            risks[cell + RISK_ANNOUNCED] = 0
            announced = cell + RISK_ANNOUNCED
            _change(
                venue,
                asset,
                risks[announced + RISK_PERMILLE],
                risks[announced + RISK_SLIPPAGE],
                risks[announced + RISK_PERP_SLIPPAGE],
            )
        asset += 1


def is_stale(venue: Venue, asset: i64) -> bool:
    """Whether the mark of a priced asset other than the base asset is old (MGN-050)."""
    marked = venue.assets[asset * ASSET_WIDTH + ASSET_MARK_TIME]
    return venue.now - marked > venue.margin.limits.mark_valid_ms


def note_stale(venue: Venue) -> None:
    """Keep whether any mark by which accounts are valued is old."""
    venue.margin.has_stale = False
    asset: i64 = BASE + 1
    while asset <= venue.asset_count:
        if (
            venue.assets[asset * ASSET_WIDTH + ASSET_MARK] != 0
            and is_priced(venue, asset)
            and is_stale(venue, asset)
        ):
            venue.margin.has_stale = True
        asset += 1

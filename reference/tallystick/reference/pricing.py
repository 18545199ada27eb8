"""Which assets are priced, under which risk values, and how old their marks are (chapter 08)."""

from tallystick.reference.risk import Risk, band_of
from tallystick.reference.state import BASE_ASSET, Asset, State
from tallystick.reference.types.parameters import MarginParameters
from tallystick.reference.types.units import AssetId, MarketId, Permille, Price

NO_RISK = Risk(Permille(0), Permille(0), Permille(0))
"""The risk values of the base asset (MGN-010)."""


def has_margin(state: State) -> bool:
    """Whether accounts are valued under stress: the venue has the parameters of it."""
    return state.parameters.margin is not None  # [CMD-002] [STA-001]


def margin_parameters(state: State) -> MarginParameters:
    """The parameters of chapter 08; the venue's profile has it."""
    assert state.parameters.margin is not None
    return state.parameters.margin


def pricing_of(asset: Asset, announced: bool = False) -> tuple[Price, Risk] | None:
    """Mark and risk values of an asset, or None if it is not priced (MGN-004).

    `announced` asks for those that are announced, where there are any (MGN-060).
    """
    if asset.asset == BASE_ASSET:
        return Price(asset.lot_atoms), NO_RISK  # [MGN-004] [MGN-010] [MGN-022]
    risk = asset.risk
    if announced and asset.announced is not None:  # [MGN-060]
        coming = asset.announced
        risk = Risk(coming.risk_permille, coming.slippage_permille, coming.perp_slippage_permille)
    if asset.mark is None or risk is None:  # [MGN-004]
        return None
    return asset.mark, risk


def band_of_asset(state: State, asset: AssetId) -> int:
    """How far from the mark of a priced asset a trade may be, in millionths (MGN-041)."""
    margin, pricing = margin_parameters(state), pricing_of(state.assets[asset])
    assert pricing is not None
    _, risk = pricing
    return band_of(  # [MGN-041]
        risk.slippage_permille, margin.band_multiple, margin.maintenance_scale_permille
    )


def is_priced(state: State, asset: AssetId) -> bool:
    """Whether an asset has a mark and risk values, or is the base asset (MGN-004)."""
    return pricing_of(state.assets[asset]) is not None  # [MGN-004]


def is_stale(state: State, asset: AssetId) -> bool:
    """Whether the mark of an asset is too old; one that there is not is not (MGN-050)."""
    mark_time = state.assets[asset].mark_time
    if mark_time is None:
        return False  # [MGN-050]
    return state.now - mark_time > margin_parameters(state).mark_valid_ms  # [MGN-050]


def is_market_stale(state: State, market: MarketId) -> bool:
    """Whether the mark of a market's asset is too old to trade or settle legs by (MGN-051)."""
    return has_margin(state) and is_stale(state, state.markets[market].asset)  # [MGN-051]

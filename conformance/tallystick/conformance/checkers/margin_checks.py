"""What holds of risk values in every dump by itself (MGN-004, MGN-010, MGN-012, MGN-013)."""

from collections.abc import Iterator

from tallystick.conformance.checkers.registry import BASE_ASSET
from tallystick.conformance.checkers.violation import Violation
from tallystick.reference.types.dump import AnnouncedRiskDump, AssetDump, RiskDump, StateDump
from tallystick.reference.types.parameters import MarginParameters
from tallystick.reference.types.units import AssetId

MILLION = 1_000_000
HIGHEST_PERMILLE = 1000


def margin_violations(dump: StateDump) -> Iterator[Violation]:
    """Every violation by risk values; none in a profile that has none."""
    margin = dump.parameters.margin
    if margin is None:
        return
    traded = _traded_assets(dump)
    for asset in dump.assets:
        name = f"asset {asset.asset}"
        given = [values for values in (asset.risk, asset.announced) if values is not None]
        if asset.asset == BASE_ASSET:
            if given:
                yield Violation("MGN-010", f"{name}, the base asset, has risk values {given}")
            continue
        for values in given:
            for text in _wrong_values(values, margin):
                yield Violation("MGN-012", f"{name} has {values}: {text}")
        if asset.announced is not None and asset.announced.effective_at <= dump.now:
            yield Violation("MGN-013", f"{name} has {asset.announced} at {dump.now}")
        if asset.asset in traded and not is_priced(asset):
            yield Violation("MGN-004", f"{name} is not priced, and has orders, loans or legs")


def is_priced(asset: AssetDump) -> bool:
    """Whether the asset has a mark and risk values, as the base asset always does (MGN-004)."""
    return asset.asset == BASE_ASSET or (asset.mark is not None and asset.risk is not None)


def _traded_assets(dump: StateDump) -> set[AssetId]:
    """Assets in which there is more than a balance."""
    traded = {market.asset for market in dump.markets if market.bids or market.asks or market.legs}
    return traded | {loan.asset for loan in dump.loans or ()}


def _wrong_values(values: RiskDump | AnnouncedRiskDump, margin: MarginParameters) -> Iterator[str]:
    """What is wrong with three numbers of permille (MGN-012)."""
    risk, spot, perp = values.risk_permille, values.slippage_permille, values.perp_slippage_permille
    if not all(0 <= each <= HIGHEST_PERMILLE for each in (risk, spot, perp)):
        yield "a permille is out of range"
    if (risk + spot) * margin.initial_scale_permille > MILLION:
        yield "the stress takes more than the whole price"
    scale = margin.maintenance_scale_permille
    band = max(0, margin.band_multiple * spot * scale - HIGHEST_PERMILLE)
    closable = min((risk + spot) * scale, (risk + perp) * scale, (spot + perp) * scale // 2)
    if margin.closable_risk and band > closable:
        yield f"the band of {band} is wider than what is charged"

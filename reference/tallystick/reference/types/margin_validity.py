"""Which risk values are in a valid dump of `margin/1` (STA-026)."""

from collections.abc import Iterator

from tallystick.reference.types.dump import AnnouncedRiskDump, AssetDump, RiskDump, StateDump
from tallystick.reference.types.dump_rules import Rule, has_margin, same, within
from tallystick.reference.types.parameters import MarginParameters
from tallystick.reference.types.units import AssetId

HIGHEST_RISK = 1_000
PRICE_UNITS = 1_000_000
BAND_ALLOWANCE = 1_000
LATEST = 2**53 - 1
BASE = AssetId(1)


def rules_of_margin(dump: StateDump) -> Iterator[Rule]:
    """Every rule about risk values; they are there in `margin/1` and nowhere else."""
    exposed = _exposed_assets(dump) if has_margin(dump) else {}
    for asset in dump.assets:
        at = f"/assets/{asset.asset - 1}"
        if asset.asset == BASE or not has_margin(dump):
            yield same(f"{at}/risk", asset.risk, None)
            yield same(f"{at}/announced", asset.announced, None)
            continue
        if asset.risk is not None:
            yield from _rules_of_values(dump, asset.risk, f"{at}/risk")
        if asset.announced is not None:
            yield from _rules_of_values(dump, asset.announced, f"{at}/announced")
            path, effective_at = f"{at}/announced/effective_at", asset.announced.effective_at
            yield within(path, effective_at, dump.now + 1, LATEST)
        if asset.asset in exposed:
            yield from _rules_of_exposed(asset, at)


def _margin(dump: StateDump) -> MarginParameters:
    assert dump.parameters.margin is not None  # The parameters have passed (STA-013).
    return dump.parameters.margin


def _exposed_assets(dump: StateDump) -> dict[AssetId, bool]:
    """Assets in which somebody has a resting order, a loan or a leg."""
    traded = {
        market.asset: True for market in dump.markets if market.bids or market.asks or market.legs
    }
    return {**traded, **{loan.asset: True for loan in dump.loans or ()}}


def _rules_of_exposed(asset: AssetDump, at: str) -> Iterator[Rule]:
    """Only what is priced is ordered, lent or faced (MGN-004)."""
    found = "orders, loans or legs before that"
    yield asset.mark is not None, f"{at}/mark", found, "a mark"
    yield asset.risk is not None, f"{at}/risk", found, "risk values"


def _rules_of_values(
    dump: StateDump, values: RiskDump | AnnouncedRiskDump, at: str
) -> Iterator[Rule]:
    """What the operator may set (MGN-012)."""
    margin, risk = _margin(dump), values.risk_permille
    slippage, perp_slippage = values.slippage_permille, values.perp_slippage_permille
    for name in ("risk_permille", "slippage_permille", "perp_slippage_permille"):
        yield within(f"{at}/{name}", getattr(values, name), 0, HIGHEST_RISK)
    stressed = (risk + slippage) * margin.initial_scale_permille
    is_low = stressed <= PRICE_UNITS
    yield is_low, at, f"{stressed} of risk and slippage", f"at most {PRICE_UNITS}"
    scale = margin.maintenance_scale_permille
    band = max(0, margin.band_multiple * slippage * scale - BAND_ALLOWANCE)
    is_closable = (
        band <= (risk + slippage) * scale
        and band <= (risk + perp_slippage) * scale
        and 2 * band <= (slippage + perp_slippage) * scale
    )
    is_needed = margin.closable_risk == 1
    yield is_closable or not is_needed, at, f"a band of {band}", "one that MGN-012 allows"

"""Risk values of a kernel as a dump and back."""

from types import ModuleType

from librt.vecs import vec
from mypy_extensions import i64

from tallystick.fast.kernel import layout
from tallystick.fast.kernel.venue import Venue
from tallystick.reference.types.dump import AnnouncedRiskDump, RiskDump, StateDump
from tallystick.reference.types.units import Milliseconds, Permille


def dump_risk(venue: Venue, asset: int) -> RiskDump | None:
    """The risk values of an asset that are in force, if there are any."""
    values = _values(venue, asset, 0)
    return None if values is None else RiskDump(*values)


def dump_announced(venue: Venue, asset: int) -> AnnouncedRiskDump | None:
    """The announced risk values of an asset, if there are any."""
    values = _values(venue, asset, layout.RISK_ANNOUNCED)
    if values is None:
        return None
    cell = asset * layout.RISK_WIDTH + layout.RISK_EFFECTIVE_AT
    return AnnouncedRiskDump(*values, effective_at=Milliseconds(venue.margin.risks[cell]))


def _values(venue: Venue, asset: int, part: int) -> tuple[Permille, Permille, Permille] | None:
    """Three values that begin in a part of the row of an asset."""
    cell = asset * layout.RISK_WIDTH + part
    row = venue.margin.risks[cell : cell + layout.RISK_ANNOUNCED]
    if row[layout.RISK_IS_SET] == 0:
        return None
    return (
        Permille(row[layout.RISK_PERMILLE]),
        Permille(row[layout.RISK_SLIPPAGE]),
        Permille(row[layout.RISK_PERP_SLIPPAGE]),
    )


def fill_risks(dump: StateDump, venue: Venue, restoring: ModuleType) -> None:
    """Bring the risk values of a valid dump into a venue that has its assets."""
    for asset in dump.assets:
        announced = asset.announced
        fields = [*_fields(asset.risk), *_fields(announced)]
        fields.append(0 if announced is None else announced.effective_at)
        restoring.restore_risk(venue, asset.asset, vec[i64](fields))


def _fields(values: RiskDump | AnnouncedRiskDump | None) -> list[int]:
    """Values as they stand in a row of the kernel's layout."""
    if values is None:
        return [0, 0, 0, 0]
    return [1, values.risk_permille, values.slippage_permille, values.perp_slippage_permille]

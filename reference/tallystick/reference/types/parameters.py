"""Parameters of a venue, fixed when it is opened (STA-001, `spec/parameters.toml`)."""

from collections.abc import Mapping
from types import MappingProxyType

from attrs import fields_dict, frozen

from tallystick.reference.types.units import Atoms, Count, FeeRate, Tenths


@frozen
class Parameters:
    """One parameter set; units are the last word of each name."""

    base_lot_atoms: Atoms
    base_fee_cap_atoms: Atoms
    reservation_multiple_tenths: Tenths
    spot_maker_fee_rate: FeeRate
    spot_taker_fee_rate: FeeRate
    max_touches: Count
    max_batch_commands: Count
    max_accounts: Count
    max_assets: Count
    max_markets: Count
    max_delegates_per_account: Count
    max_orders_per_account: Count
    max_orders: Count


PARAMETER_RANGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "base_lot_atoms": (1, 2**40),
        "base_fee_cap_atoms": (0, 2**56),
        "reservation_multiple_tenths": (10, 40),
        "spot_maker_fee_rate": (0, 50_000),
        "spot_taker_fee_rate": (0, 50_000),
        "max_touches": (1, 2**20),
        "max_batch_commands": (1, 2**10),
        "max_accounts": (1, 2**20),
        "max_assets": (1, 2**10),
        "max_markets": (1, 2**10),
        "max_delegates_per_account": (1, 2**10),
        "max_orders_per_account": (1, 2**20),
        "max_orders": (1, 2**20),
    }
)
"""Lowest and highest value allowed, both included (STA-013)."""
MOST_CELLS = 2**22
"""Most that the numbers of a pair of `CELLS` may come to, multiplied (STA-013)."""
CELLS = (("max_accounts", "max_assets"), ("max_accounts", "max_delegates_per_account"))
"""What accounts have one of each of: these products decide how much memory a venue takes."""


def parameter_error(parameters: Parameters) -> str | None:
    """Say which parameter is out of range and what was expected, or None (STA-013)."""
    for name in fields_dict(Parameters):
        low, high = PARAMETER_RANGES[name]
        value: int = getattr(parameters, name)
        if not low <= value <= high:
            return f"parameter {name}: expected {low} to {high}"  # [STA-013]
    for one, other in CELLS:
        cells: int = getattr(parameters, one) * getattr(parameters, other)
        if cells > MOST_CELLS:
            expected = f"expected a product of at most {MOST_CELLS}"  # [STA-013]
            return f"parameters {one} and {other}: {expected}"
    return None

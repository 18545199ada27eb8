"""Parameters of a venue, fixed when it is opened (STA-001, `spec/parameters.toml`)."""

from collections.abc import Mapping
from types import MappingProxyType

from attrs import field, frozen

from tallystick.reference.types.choices import Profile
from tallystick.reference.types.left_out import LEFT_OUT
from tallystick.reference.types.units import (
    Atoms,
    Count,
    FeeRate,
    Lots,
    Milliseconds,
    Permille,
    Price,
    Tenths,
)


@frozen
class LendingParameters:
    """What chapter 07 uses; units are the last word of each name."""

    lend_fee_rate: FeeRate
    rate_cap_bps: Price
    keeper_fee_permille: Permille
    max_loans: Count
    max_loans_per_account: Count
    max_claims: Count


@frozen
class PerpetualParameters:
    """What chapter 06 uses; units are the last word of each name."""

    perp_maker_fee_rate: FeeRate
    perp_taker_fee_rate: FeeRate
    max_position_lots: Lots
    premium_sample_bound_permille: Permille
    max_legs_per_command: Count
    max_legs: Count
    max_debts: Count
    max_debts_per_account: Count


@frozen
class MarginParameters:
    """What chapter 08 uses; units are the last word of each name, times in milliseconds.

    `band_multiple` is a count, and `closable_risk` 0 or 1.
    """

    initial_scale_permille: Permille
    maintenance_scale_permille: Permille
    lent_haircut_permille: Permille
    band_multiple: Count
    mark_valid_ms: Milliseconds
    risk_notice_ms: Milliseconds
    closable_risk: Count


@frozen
class LiquidationParameters:
    """What chapter 09 uses; units are the last word of each name, times in milliseconds."""

    reward_permille: Permille
    escrow_ms: Milliseconds
    max_escrows: Count


@frozen
class Parameters:
    """One parameter set; units are the last word of each name.

    `lending` is there in the profiles that have chapter 07, `perpetual` in those that have chapter
    06, `margin` in those that have chapter 08, `liquidation` in those that have chapter 09, and in
    no other.
    """

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
    lending: LendingParameters | None = field(default=None, metadata=LEFT_OUT)
    perpetual: PerpetualParameters | None = field(default=None, metadata=LEFT_OUT)
    margin: MarginParameters | None = field(default=None, metadata=LEFT_OUT)
    liquidation: LiquidationParameters | None = field(default=None, metadata=LEFT_OUT)


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
LENDING_CELLS = (("max_loans", "max_claims"),)
"""The same of loans."""
PERPETUAL_CELLS = (("max_accounts", "max_markets"),)
"""The same of accounts on perpetual markets; both numbers are those of every profile."""

LENDING_PARAMETER_RANGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "lend_fee_rate": (0, 50_000),
        "rate_cap_bps": (1, 9_999),
        "keeper_fee_permille": (0, 1_000),
        "max_loans": (1, 2**20),
        "max_loans_per_account": (1, 2**20),
        "max_claims": (1, 2**10),
    }
)
"""The same for the parameters of chapter 07."""
PERPETUAL_PARAMETER_RANGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "perp_maker_fee_rate": (0, 50_000),
        "perp_taker_fee_rate": (0, 50_000),
        "max_position_lots": (1, 2**40),
        "premium_sample_bound_permille": (1, 100),
        "max_legs_per_command": (3, 2**20),
        "max_legs": (1, 2**20),
        "max_debts": (1, 2**20),
        "max_debts_per_account": (1, 2**20),
    }
)
"""The same for the parameters of chapter 06."""
MARGIN_PARAMETER_RANGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "initial_scale_permille": (1, 10_000),
        "maintenance_scale_permille": (1, 10_000),
        "lent_haircut_permille": (0, 1_000),
        "band_multiple": (0, 100),
        "mark_valid_ms": (0, 2**53 - 1),
        "risk_notice_ms": (1, 2**53 - 1),
        "closable_risk": (0, 1),
    }
)
"""The same for the parameters of chapter 08."""
LIQUIDATION_PARAMETER_RANGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "reward_permille": (0, 1_000),
        "escrow_ms": (0, 2**53 - 1),
        "max_escrows": (1, 2**20),
    }
)
"""The same for the parameters of chapter 09."""
GROUPS = ("lending", "perpetual", "margin", "liquidation")
"""Parameters that only some profiles have, by chapter: 07, 06, 08, 09."""
RECALL_HOURS = 249
"""Hours of interest that a recall can cost: 241 to run, and 8 of a new loan (STA-013)."""
RECALL_UNITS = 8_760_000_000
"""Of principal, rate, hours and fee, a thousandth of an atom of haircut (STA-013)."""
FEE_RATE_UNITS = 100_000


def has_group(profile: Profile, group: str) -> bool:
    """Whether a profile has the parameters of a group, one of `GROUPS`."""
    has = {
        "lending": profile.has_lending,
        "perpetual": profile.has_perpetuals,
        "margin": profile.has_margin,
        "liquidation": profile.has_liquidation,
    }
    return has[group]


def parameter_error(parameters: Parameters, profile: Profile | None) -> str | None:
    """Say what is wrong with a parameter set for a profile, or None (STA-013).

    A parameter may be out of its range, or two of them together; those of a group may be
    missing or superfluous, which is not judged where the profile is None.
    """
    problem = _range_error(parameters, PARAMETER_RANGES) or _cells_error(parameters, CELLS)
    if problem is None and parameters.lending is not None:
        lending = parameters.lending
        problem = _range_error(lending, LENDING_PARAMETER_RANGES)
        problem = problem or _cells_error(lending, LENDING_CELLS)
    if problem is None and parameters.perpetual is not None:
        problem = _range_error(parameters.perpetual, PERPETUAL_PARAMETER_RANGES)
        problem = problem or _cells_error(parameters, PERPETUAL_CELLS)
    if problem is None and parameters.margin is not None:
        margin = parameters.margin
        problem = _range_error(margin, MARGIN_PARAMETER_RANGES) or _scales_error(margin)
    if problem is None and parameters.liquidation is not None:
        problem = _range_error(parameters.liquidation, LIQUIDATION_PARAMETER_RANGES)
        problem = problem or _recall_error(parameters)
    if problem is not None or profile is None:
        return problem
    for group in GROUPS:
        is_there, is_needed = getattr(parameters, group) is not None, has_group(profile, group)
        if is_needed and not is_there:
            return f"parameters: profile {profile} needs those of {group}, found none"
        if is_there and not is_needed:
            return f"parameters: profile {profile} has none of {group}, found some"
    return None


def _range_error(
    parameters: Parameters
    | LendingParameters
    | PerpetualParameters
    | MarginParameters
    | LiquidationParameters,
    ranges: Mapping[str, tuple[int, int]],
) -> str | None:
    for name, (low, high) in ranges.items():
        value: int = getattr(parameters, name)
        if not low <= value <= high:
            return f"parameter {name}: expected {low} to {high}"  # [STA-013]
    return None


def _scales_error(margin: MarginParameters) -> str | None:
    most = margin.initial_scale_permille
    if margin.maintenance_scale_permille > most:
        return f"parameter maintenance_scale_permille: expected at most {most}"  # [STA-013]
    return None


def _recall_error(parameters: Parameters) -> str | None:
    """To recall a loan never costs more than the haircut that is gained back (LIQ-016)."""
    lending, margin = parameters.lending, parameters.margin
    if lending is None or margin is None:
        return None  # They are missing, which is said of the profile.
    fee_units = FEE_RATE_UNITS + lending.lend_fee_rate
    cost = lending.rate_cap_bps * RECALL_HOURS * fee_units
    if cost > margin.lent_haircut_permille * RECALL_UNITS:  # [STA-013]
        expected = f"expected at least {-(-cost // RECALL_UNITS)}, by rate_cap_bps"
        return f"parameter lent_haircut_permille: {expected}"
    return None


def _cells_error(
    parameters: Parameters | LendingParameters, pairs: tuple[tuple[str, str], ...]
) -> str | None:
    for one, other in pairs:
        cells: int = getattr(parameters, one) * getattr(parameters, other)
        if cells > MOST_CELLS:
            expected = f"expected a product of at most {MOST_CELLS}"  # [STA-013]
            return f"parameters {one} and {other}: {expected}"
    return None

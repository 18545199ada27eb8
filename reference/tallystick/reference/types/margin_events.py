"""Events of margin (spec chapter 08)."""

from attrs import frozen

from tallystick.reference.types.units import AccountId, AssetId, Atoms, Milliseconds, Permille


@frozen
class RiskChanged:
    """The risk values of an asset are these from now on (MGN-011, MGN-013)."""

    asset: AssetId
    risk_permille: Permille
    slippage_permille: Permille
    perp_slippage_permille: Permille


@frozen
class RiskAnnounced:
    """The risk values of an asset will be these from a time on (MGN-011)."""

    asset: AssetId
    risk_permille: Permille
    slippage_permille: Permille
    perp_slippage_permille: Permille
    effective_at: Milliseconds


@frozen
class AccountValued:
    """RBV initial and maintenance of an account, in base atoms within 2^62 (MGN-032)."""

    account: AccountId
    initial_atoms: Atoms
    maintenance_atoms: Atoms


MarginEvent = RiskChanged | RiskAnnounced | AccountValued
"""What happens to risk values, and what a checked command states (chapter 08)."""

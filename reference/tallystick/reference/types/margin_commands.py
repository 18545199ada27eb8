"""The command of risk values (spec chapter 08)."""

from attrs import frozen

from tallystick.reference.types.units import AssetId, Milliseconds, Permille, PrincipalId


@frozen
class SetRisk:
    """Give an asset its first risk values, or announce others (MGN-011).

    `effective_at` is absent if the values shall be in force at once.
    """

    signer: PrincipalId
    asset: AssetId
    risk_permille: Permille
    slippage_permille: Permille
    perp_slippage_permille: Permille
    effective_at: Milliseconds | None = None

"""Commands of liquidation and bankruptcy (spec chapter 09). Every command names its signer."""

from attrs import frozen

from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    EscrowId,
    Permille,
    PrincipalId,
)


@frozen
class Liquidate:
    """Wind up an account that is open, in fixed steps, with so much work (LIQ-010)."""

    signer: PrincipalId
    account: AccountId
    target: AccountId
    work: Count


@frozen
class ClaimReward:
    """Pay the reward in an escrow to its account, once its time has passed (LIQ-022)."""

    signer: PrincipalId
    escrow: EscrowId


@frozen
class ReverseReward:
    """Give the reward in an escrow back to the target, before its time has passed (LIQ-022)."""

    signer: PrincipalId
    escrow: EscrowId


@frozen
class SwapForTarget:
    """Give an account that is open atoms of one asset for atoms of another (LIQ-023)."""

    signer: PrincipalId
    account: AccountId
    target: AccountId
    give_asset: AssetId
    give_atoms: Atoms
    take_asset: AssetId
    take_atoms: Atoms


@frozen
class DeclareBankruptcy:
    """Close an account out; creditors lose no more than that part of their claims (LIQ-030)."""

    signer: PrincipalId
    target: AccountId
    max_loss_permille: Permille

"""Events of liquidation and bankruptcy (spec chapter 09)."""

from attrs import frozen

from tallystick.reference.types.units import AccountId, AssetId, Atoms, EscrowId, Milliseconds


@frozen
class RewardHeld:
    """Base atoms left the target into an escrow, as the reward of an account (LIQ-021)."""

    escrow: EscrowId
    account: AccountId
    target: AccountId
    atoms: Atoms
    due: Milliseconds


@frozen
class RewardPaid:
    """The atoms of an escrow went to its account (LIQ-022)."""

    escrow: EscrowId
    account: AccountId
    target: AccountId
    atoms: Atoms


@frozen
class RewardReversed:
    """The atoms of an escrow went back to its target (LIQ-022)."""

    escrow: EscrowId
    account: AccountId
    target: AccountId
    atoms: Atoms


@frozen
class SwappedForTarget:
    """An account gave the target atoms of one asset and took atoms of another (LIQ-023)."""

    account: AccountId
    target: AccountId
    give_asset: AssetId
    give_atoms: Atoms
    take_asset: AssetId
    take_atoms: Atoms


@frozen
class BankruptcyDeclared:
    """The target was closed out: its estate, rounded down, and all claims (LIQ-032)."""

    target: AccountId
    estate_atoms: Atoms
    claims_atoms: Atoms


@frozen
class CloseOutPaid:
    """A debtor of the target paid it from his base balance (LIQ-032)."""

    account: AccountId
    target: AccountId
    atoms: Atoms


@frozen
class EstatePaid:
    """A creditor, 0 being the treasury, got atoms of a balance of the target (LIQ-033)."""

    target: AccountId
    account: AccountId
    asset: AssetId
    atoms: Atoms


@frozen
class LossRecorded:
    """What a creditor claimed, and the value at the marks of what he got (LIQ-034)."""

    target: AccountId
    account: AccountId
    claim_atoms: Atoms
    paid_atoms: Atoms


LiquidationEvent = (
    RewardHeld
    | RewardPaid
    | RewardReversed
    | SwappedForTarget
    | BankruptcyDeclared
    | CloseOutPaid
    | EstatePaid
    | LossRecorded
)
"""What happens to rewards, to who is open, and to the creditors of the bankrupt (chapter 09)."""

"""Commands (spec chapter 03). Every command names its signer; fields are judged by the engine."""

from attrs import field, frozen

from tallystick.reference.types.choices import (
    FundingSource,
    MarketKind,
    OrderType,
    SelfTrade,
    Side,
)
from tallystick.reference.types.left_out import LEFT_OUT
from tallystick.reference.types.liquidation_commands import (
    ClaimReward,
    DeclareBankruptcy,
    Liquidate,
    ReverseReward,
    SwapForTarget,
)
from tallystick.reference.types.loan_commands import (
    PayClaims,
    PayInterest,
    RenewLoan,
    RollLoan,
    SetLoanTerms,
    SwapLoan,
)
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.perp_commands import (
    CollectDebt,
    RepayDebts,
    SetFundingRate,
    TrueUp,
)
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)


@frozen
class OpenAccount:
    """Open an account owned by the signer (CMD-020)."""

    signer: PrincipalId


@frozen
class AddDelegate:
    """Let another principal trade for an account (CMD-021)."""

    signer: PrincipalId
    account: AccountId
    delegate: PrincipalId


@frozen
class RemoveDelegate:
    """Take that right back (CMD-022)."""

    signer: PrincipalId
    account: AccountId
    delegate: PrincipalId


@frozen
class Deposit:
    """Bring atoms from outside into an account (CMD-023)."""

    signer: PrincipalId
    account: AccountId
    asset: AssetId
    atoms: Atoms


@frozen
class Withdraw:
    """Take free atoms out of an account (CMD-024)."""

    signer: PrincipalId
    account: AccountId
    asset: AssetId
    atoms: Atoms


@frozen
class Transfer:
    """Move free atoms to another account of the same owner (CMD-025)."""

    signer: PrincipalId
    account: AccountId
    to_account: AccountId
    asset: AssetId
    atoms: Atoms


@frozen
class ListAsset:
    """List an asset (CMD-026)."""

    signer: PrincipalId
    lot_atoms: Atoms
    fee_cap_atoms: Atoms


@frozen
class ListMarket:
    """List a market of an asset (CMD-027); a source of funding, of a perpetual one only."""

    signer: PrincipalId
    asset: AssetId
    kind: MarketKind
    tick: Price
    minimum_lots: Lots
    funding_source: FundingSource | None = field(default=None, metadata=LEFT_OUT)


@frozen
class SetMark:
    """Publish the mark of an asset, in base atoms per lot (CMD-028)."""

    signer: PrincipalId
    asset: AssetId
    mark: Price


@frozen
class SetHalted:
    """Halt or resume a market (CMD-029)."""

    signer: PrincipalId
    market: MarketId
    halted: bool


@frozen
class SetFeeExempt:
    """Exempt an account from fees on orders accepted from now on, or end that (CMD-030)."""

    signer: PrincipalId
    account: AccountId
    exempt: bool


@frozen
class WithdrawTreasury:
    """Take collected fees out of the venue (CMD-031)."""

    signer: PrincipalId
    asset: AssetId
    atoms: Atoms


@frozen
class AdvanceTime:
    """Move the clock; the only command that carries a time (CMD-032)."""

    signer: PrincipalId
    now: Milliseconds


@frozen
class NewOrder:
    """An order as its owner describes it (MAT-002); the last two, of an offer only (LND-003)."""

    order_id: OrderId
    market: MarketId
    side: Side
    price: Price
    lots: Lots
    order_type: OrderType = OrderType.LIMIT
    self_trade: SelfTrade | None = None
    expires_at: Milliseconds | None = None
    reduce_only: bool = False
    returnable: bool | None = field(default=None, metadata=LEFT_OUT)
    extensible: bool | None = field(default=None, metadata=LEFT_OUT)


@frozen
class PlaceOrder:
    """Submit an order (CMD-040)."""

    signer: PrincipalId
    account: AccountId
    order: NewOrder


@frozen
class AmendOrder:
    """Change the price or the open quantity of a live order (CMD-041)."""

    signer: PrincipalId
    account: AccountId
    order_id: OrderId
    price: Price
    open_lots: Lots


@frozen
class CancelOrder:
    """Take an order off the book (CMD-042)."""

    signer: PrincipalId
    account: AccountId
    order_id: OrderId


@frozen
class ReplaceOrder:
    """Cancel a live order and submit another as one command (CMD-043)."""

    signer: PrincipalId
    account: AccountId
    order_id: OrderId
    order: NewOrder


@frozen
class CancelAll:
    """Cancel all orders of an account, in one market or everywhere (CMD-044)."""

    signer: PrincipalId
    account: AccountId
    market: MarketId | None = None


InnerCommand = (
    PlaceOrder
    | AmendOrder
    | CancelOrder
    | ReplaceOrder
    | CancelAll
    | PayInterest
    | PayClaims
    | SwapLoan
    | TrueUp
)
"""What may stand inside a batch."""


@frozen
class Batch:
    """Commands of one account, all or nothing (CMD-045)."""

    signer: PrincipalId
    account: AccountId
    commands: tuple[InnerCommand, ...]


Command = (
    OpenAccount
    | AddDelegate
    | RemoveDelegate
    | Deposit
    | Withdraw
    | Transfer
    | ListAsset
    | ListMarket
    | SetMark
    | SetHalted
    | SetFeeExempt
    | WithdrawTreasury
    | AdvanceTime
    | PlaceOrder
    | AmendOrder
    | CancelOrder
    | ReplaceOrder
    | CancelAll
    | PayInterest
    | PayClaims
    | SetLoanTerms
    | SwapLoan
    | RenewLoan
    | RollLoan
    | TrueUp
    | RepayDebts
    | CollectDebt
    | SetFundingRate
    | SetRisk
    | Liquidate
    | ClaimReward
    | ReverseReward
    | SwapForTarget
    | DeclareBankruptcy
    | Batch
)

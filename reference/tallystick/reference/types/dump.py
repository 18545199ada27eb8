"""The whole state of a venue in one canonical form (STA-020): no two dumps mean the same state."""

from attrs import field, frozen

from tallystick.reference.types.choices import (
    FundingSource,
    MarketKind,
    OrderType,
    Profile,
    SelfTrade,
)
from tallystick.reference.types.left_out import LEFT_OUT, OF_MARGIN
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    EscrowId,
    FeeCredit,
    FeeRate,
    FundingIndex,
    FundingRate,
    FundingRemainder,
    Hours,
    InterestCredit,
    LegId,
    LoanId,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Permille,
    Premium,
    Price,
    PrincipalId,
)


@frozen
class BalanceDump:
    """Atoms of one asset held by an account, and reserved by its resting orders."""

    asset: AssetId
    atoms: Atoms
    reserved_atoms: Atoms


@frozen
class AccountDump:
    """An account; delegates ascending, balances ascending by asset and never all zero.

    `last_engine_order_id` is there in `lend/1` only.
    """

    account: AccountId
    owner: PrincipalId
    delegates: tuple[PrincipalId, ...]
    fee_exempt: bool
    last_order_id: OrderId
    balances: tuple[BalanceDump, ...]
    last_engine_order_id: OrderId | None = field(default=None, metadata=LEFT_OUT)


@frozen
class RiskDump:
    """The risk values of an asset that are in force (MGN-010)."""

    risk_permille: Permille
    slippage_permille: Permille
    perp_slippage_permille: Permille


@frozen
class AnnouncedRiskDump:
    """Risk values that will be in force from `effective_at` on (MGN-010)."""

    risk_permille: Permille
    slippage_permille: Permille
    perp_slippage_permille: Permille
    effective_at: Milliseconds


@frozen
class AssetDump:
    """An asset; `mark` and `mark_time` are None until a mark is set.

    The last two are there in `margin/1` only, and None there until there are such values.
    """

    asset: AssetId
    lot_atoms: Atoms
    fee_cap_atoms: Atoms
    mark: Price | None
    mark_time: Milliseconds | None
    supply_atoms: Atoms
    treasury_atoms: Atoms
    risk: RiskDump | None = field(default=None, metadata=OF_MARGIN)
    announced: AnnouncedRiskDump | None = field(default=None, metadata=OF_MARGIN)


@frozen
class OrderDump:
    """A resting order; the flags are there of an offer in `lend/1` only."""

    account: AccountId
    order_id: OrderId
    price: Price
    open_lots: Lots
    order_type: OrderType
    self_trade: SelfTrade
    expires_at: Milliseconds | None
    reduce_only: bool
    maker_fee_rate: FeeRate
    taker_fee_rate: FeeRate
    fee_cap_atoms: Atoms
    fee_paid_atoms: Atoms
    fee_credit: FeeCredit
    returnable: bool | None = field(default=None, metadata=LEFT_OUT)
    extensible: bool | None = field(default=None, metadata=LEFT_OUT)


@frozen
class FundingDump:
    """The funding of a perpetual market, with its two windows (PRP-015)."""

    source: FundingSource
    rate: FundingRate
    published_rate: FundingRate | None
    index: FundingIndex
    remainder: FundingRemainder
    lots: Lots
    premium: Premium
    next_lots: Lots
    next_premium: Premium


@frozen
class LegDump:
    """What two accounts have with each other in a perpetual market (PRP-001)."""

    leg: LegId
    long_account: AccountId
    short_account: AccountId
    lots: Lots
    cost: Atoms
    funding_base: Atoms


@frozen
class MarketDump:
    """A market; `bids` and `asks` in the order in which they would trade.

    The last three are there of a perpetual market in `perp/1` only; legs ascend by their number.
    """

    market: MarketId
    asset: AssetId
    kind: MarketKind
    tick: Price
    minimum_lots: Lots
    halted: bool
    bids: tuple[OrderDump, ...]
    asks: tuple[OrderDump, ...]
    funding: FundingDump | None = field(default=None, metadata=LEFT_OUT)
    last_leg: LegId | None = field(default=None, metadata=LEFT_OUT)
    legs: tuple[LegDump, ...] | None = field(default=None, metadata=LEFT_OUT)


@frozen
class ClaimDump:
    """What the borrower of a loan owes to a former lender and, beside it, to the venue."""

    account: AccountId
    interest_atoms: Atoms
    fee_atoms: Atoms


@frozen
class LoanDump:
    """A loan; claims oldest first."""

    loan: LoanId
    asset: AssetId
    lender: AccountId
    borrower: AccountId
    principal_lots: Lots
    rate: Price
    return_rate: Price
    start: Milliseconds
    due: Milliseconds
    hours_paid: Hours
    interest_credit: InterestCredit
    fee_rate: FeeRate
    fee_left_atoms: Atoms
    fee_credit: FeeCredit
    keeper_fee_atoms: Atoms
    returnable: bool
    extensible: bool
    auto_renew: bool
    claims: tuple[ClaimDump, ...]


@frozen
class DebtDump:
    """A settlement debt; creditor 0 is the treasury (PRP-036)."""

    debtor: AccountId
    creditor: AccountId
    due: Milliseconds
    atoms: Atoms


@frozen
class EscrowDump:
    """A reward in base atoms that its account can claim after `due` (LIQ-021)."""

    escrow: EscrowId
    account: AccountId
    target: AccountId
    atoms: Atoms
    due: Milliseconds


@frozen
class StateDump:
    """A venue; lists ascending by their id.

    Loans are there in `lend/1` only, debts, ascending by their keys, in `perp/1` only, escrows in
    `world/1` only.
    """

    profile: Profile
    parameters: Parameters
    now: Milliseconds
    assets: tuple[AssetDump, ...]
    markets: tuple[MarketDump, ...]
    accounts: tuple[AccountDump, ...]
    last_loan: LoanId | None = field(default=None, metadata=LEFT_OUT)
    loans: tuple[LoanDump, ...] | None = field(default=None, metadata=LEFT_OUT)
    debts: tuple[DebtDump, ...] | None = field(default=None, metadata=LEFT_OUT)
    last_escrow: EscrowId | None = field(default=None, metadata=LEFT_OUT)
    escrows: tuple[EscrowDump, ...] | None = field(default=None, metadata=LEFT_OUT)

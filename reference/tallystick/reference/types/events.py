"""Events (spec chapter 03, section 4). Together they are enough to rebuild the state (INV-008)."""

from attrs import field, frozen

from tallystick.reference.types.choices import (
    FundingSource,
    MarketKind,
    OrderType,
    RemovalCause,
    SelfTrade,
    Side,
)
from tallystick.reference.types.left_out import LEFT_OUT
from tallystick.reference.types.liquidation_events import LiquidationEvent
from tallystick.reference.types.loan_events import LendingEvent
from tallystick.reference.types.margin_events import MarginEvent
from tallystick.reference.types.perp_events import PerpetualEvent
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FeeRate,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)


@frozen
class AccountOpened:
    """A new account and its owner."""

    account: AccountId
    owner: PrincipalId


@frozen
class DelegateAdded:
    """A principal may now trade for the account."""

    account: AccountId
    delegate: PrincipalId


@frozen
class DelegateRemoved:
    """A principal may no longer trade for the account."""

    account: AccountId
    delegate: PrincipalId


@frozen
class Deposited:
    """Atoms came in from outside."""

    account: AccountId
    asset: AssetId
    atoms: Atoms


@frozen
class Withdrawn:
    """Atoms left the venue."""

    account: AccountId
    asset: AssetId
    atoms: Atoms


@frozen
class Transferred:
    """Atoms moved between two accounts of one owner."""

    account: AccountId
    to_account: AccountId
    asset: AssetId
    atoms: Atoms


@frozen
class AssetListed:
    """A new asset."""

    asset: AssetId
    lot_atoms: Atoms
    fee_cap_atoms: Atoms


@frozen
class MarketListed:
    """A new market; the source is there of a perpetual one in `perp/1` only."""

    market: MarketId
    asset: AssetId
    kind: MarketKind
    tick: Price
    minimum_lots: Lots
    funding_source: FundingSource | None = field(default=None, metadata=LEFT_OUT)


@frozen
class MarkSet:
    """An asset has a new mark, as of the venue's present time."""

    asset: AssetId
    mark: Price


@frozen
class HaltedSet:
    """A market was halted or resumed."""

    market: MarketId
    halted: bool


@frozen
class FeeExemptSet:
    """An account became exempt from fees, or ceased to be."""

    account: AccountId
    exempt: bool


@frozen
class TreasuryWithdrawn:
    """Collected fees left the venue."""

    asset: AssetId
    atoms: Atoms


@frozen
class TimeAdvanced:
    """The clock moved forward."""

    now: Milliseconds


@frozen
class OrderAccepted:
    """An order was accepted, with all that is fixed on it for its life.

    The flags are there of an offer in `lend/1` only.
    """

    account: AccountId
    order_id: OrderId
    market: MarketId
    side: Side
    price: Price
    lots: Lots
    order_type: OrderType
    self_trade: SelfTrade
    expires_at: Milliseconds | None
    reduce_only: bool
    maker_fee_rate: FeeRate
    taker_fee_rate: FeeRate
    fee_cap_atoms: Atoms
    returnable: bool | None = field(default=None, metadata=LEFT_OUT)
    extensible: bool | None = field(default=None, metadata=LEFT_OUT)


@frozen
class OrderAmended:
    """A resting order has a new price or open quantity."""

    account: AccountId
    order_id: OrderId
    price: Price
    open_lots: Lots


@frozen
class OrderRested:
    """What is left of an incoming order joined the tail of its price level."""

    account: AccountId
    order_id: OrderId
    open_lots: Lots


@frozen
class OrderRemoved:
    """The open lots of an order ceased to exist without a trade."""

    account: AccountId
    order_id: OrderId
    lots: Lots
    cause: RemovalCause


@frozen
class OrdersDecremented:
    """Two orders of one account each lost the same lots without a trade."""

    account: AccountId
    maker_order_id: OrderId
    taker_order_id: OrderId
    lots: Lots


@frozen
class Traded:
    """Lots changed hands at the maker's price; a spot trade settles with this event."""

    market: MarketId
    maker_account: AccountId
    maker_order_id: OrderId
    taker_account: AccountId
    taker_order_id: OrderId
    taker_side: Side
    price: Price
    lots: Lots


@frozen
class FeePaid:
    """An account paid atoms of a fee to the treasury for one of its orders."""

    account: AccountId
    order_id: OrderId
    asset: AssetId
    atoms: Atoms


Event = (
    AccountOpened
    | DelegateAdded
    | DelegateRemoved
    | Deposited
    | Withdrawn
    | Transferred
    | AssetListed
    | MarketListed
    | MarkSet
    | HaltedSet
    | FeeExemptSet
    | TreasuryWithdrawn
    | TimeAdvanced
    | OrderAccepted
    | OrderAmended
    | OrderRested
    | OrderRemoved
    | OrdersDecremented
    | Traded
    | FeePaid
    | LendingEvent
    | PerpetualEvent
    | MarginEvent
    | LiquidationEvent
)

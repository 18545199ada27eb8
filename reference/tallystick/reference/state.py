"""What a venue remembers (spec chapter 02): immutable values, and a new venue.

Maps are plain dicts, typed as `Mapping`: they are copied on write and never changed once they are
part of a state. Those of assets, markets and accounts ascend, because their ids count up.
"""

from collections.abc import Mapping
from typing import NamedTuple

from attrs import evolve, frozen

from tallystick.reference.perpetual import Funding
from tallystick.reference.rewards import Escrow
from tallystick.reference.risk import AnnouncedRisk, Risk
from tallystick.reference.types.choices import (
    MarketKind,
    OrderType,
    Profile,
    SelfTrade,
    Side,
)
from tallystick.reference.types.parameters import (
    LendingParameters,
    Parameters,
    PerpetualParameters,
    parameter_error,
)
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    EscrowId,
    FeeCredit,
    FeeRate,
    Hours,
    InterestCredit,
    LegId,
    LoanId,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)

MAY_REST = (OrderType.LIMIT, OrderType.POST_ONLY)
"""Types of order whose remainder joins the book (MAT-003)."""
BASE_ASSET = AssetId(1)
"""The asset in which spot and perpetual markets are quoted (STA-003)."""


@frozen
class Order:
    """A resting order, or the taker of a walk (STA-010).

    `returnable` and `extensible` are there of an offer in `lend/1` only (LND-003). `joined` numbers
    the joins of all sides; it is 0 as long as the order never rested. It keeps time priority and is
    not part of the dump (STA-021).
    """

    account: AccountId
    order_id: OrderId
    market: MarketId
    side: Side
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
    returnable: bool | None
    extensible: bool | None
    joined: int


class Place(NamedTuple):
    """Where an order stands on its side: places ascend from best to worst (MAT-010)."""

    price_key: int
    joined: int
    account: AccountId
    order_id: OrderId


@frozen
class Leg:
    """What a long and a short account have with each other in a market (PRP-001)."""

    leg: LegId
    long_account: AccountId
    short_account: AccountId
    lots: Lots
    cost: Atoms
    funding_base: Atoms


@frozen
class Market:
    """A market and its two sides, each ascending (STA-008).

    Funding is there of a perpetual market in `perp/1` only; so are legs, ascending.
    """

    market: MarketId
    asset: AssetId
    kind: MarketKind
    tick: Price
    minimum_lots: Lots
    halted: bool
    bids: tuple[Place, ...]
    asks: tuple[Place, ...]
    funding: Funding | None
    last_leg: LegId
    legs: Mapping[LegId, Leg]


@frozen
class Account:
    """An account with its balances, 0 where absent, and its resting orders (STA-004)."""

    account: AccountId
    owner: PrincipalId
    delegates: tuple[PrincipalId, ...]
    fee_exempt: bool
    last_order_id: OrderId
    last_engine_order_id: OrderId
    balances: Mapping[AssetId, Atoms]
    orders: Mapping[OrderId, Order]


@frozen
class Asset:
    """An asset; mark and mark time are absent until a mark is set (STA-006).

    So are risk values, of `margin/1` only, and announced ones (MGN-010).
    """

    asset: AssetId
    lot_atoms: Atoms
    fee_cap_atoms: Atoms
    mark: Price | None
    mark_time: Milliseconds | None
    supply_atoms: Atoms
    treasury_atoms: Atoms
    risk: Risk | None
    announced: AnnouncedRisk | None


@frozen
class Claim:
    """What the borrower of a loan owes to a former lender and to the venue (LND-041)."""

    account: AccountId
    interest_atoms: Atoms
    fee_atoms: Atoms


@frozen
class Loan:
    """A loan between two accounts; claims oldest first (LND-010)."""

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
    claims: tuple[Claim, ...]


class DebtKey(NamedTuple):
    """Which settlement debt; debts of one debtor, creditor and due time are one (PRP-036)."""

    debtor: AccountId
    creditor: AccountId
    due: Milliseconds


@frozen
class State:
    """A venue; loans and the last loan id used are of `lend/1` (LND-012), debts of `perp/1`.

    Escrows and the last escrow id used are of `world/1` (LIQ-021).
    `joins` counts how often an order joined a side; it is not part of the dump.
    """

    profile: Profile
    parameters: Parameters
    now: Milliseconds
    assets: Mapping[AssetId, Asset]
    markets: Mapping[MarketId, Market]
    accounts: Mapping[AccountId, Account]
    loans: Mapping[LoanId, Loan]
    last_loan: LoanId
    debts: Mapping[DebtKey, Atoms]
    escrows: Mapping[EscrowId, Escrow]
    last_escrow: EscrowId
    joins: int


def new_asset(asset: AssetId, lot_atoms: Atoms, fee_cap_atoms: Atoms) -> Asset:
    """An asset without mark, supply, treasury and risk values (STA-006)."""
    return Asset(asset, lot_atoms, fee_cap_atoms, None, None, Atoms(0), Atoms(0), None, None)


def open_venue(profile: Profile, parameters: Parameters) -> State:
    """A new venue (STA-001, STA-003).

    ValueError if a parameter is outside its range, is missing in the profile or superfluous there.
    """
    problem = parameter_error(parameters, profile)
    if problem is not None:
        raise ValueError(problem)  # [STA-001]
    base = new_asset(BASE_ASSET, parameters.base_lot_atoms, parameters.base_fee_cap_atoms)
    return State(  # [STA-003]
        profile=profile,
        parameters=parameters,
        now=Milliseconds(0),
        assets={BASE_ASSET: base},
        markets={},
        accounts={},
        loans={},
        last_loan=LoanId(0),
        debts={},
        escrows={},
        last_escrow=EscrowId(0),
        joins=0,
    )


def has_ledger(state: State) -> bool:
    """Whether balances, reservation, fees and authority exist in the venue's profile (CMD-002)."""
    return state.profile is not Profile.MATCH_1  # [CMD-002]


def has_loans(state: State) -> bool:
    """Whether trades on lending markets open loans: the venue has the parameters of it."""
    return state.parameters.lending is not None  # [CMD-002] [STA-001]


def lending_parameters(state: State) -> LendingParameters:
    """The parameters of chapter 07; the venue's profile has it."""
    assert state.parameters.lending is not None
    return state.parameters.lending


def has_perpetuals(state: State) -> bool:
    """Whether trades on perpetual markets make legs: the venue has the parameters of it."""
    return state.parameters.perpetual is not None  # [CMD-002] [STA-001]


def perpetual_parameters(state: State) -> PerpetualParameters:
    """The parameters of chapter 06; the venue's profile has it."""
    assert state.parameters.perpetual is not None
    return state.parameters.perpetual


def with_account(state: State, account: Account) -> State:
    """The state with one account new or replaced."""
    return evolve(state, accounts={**state.accounts, account.account: account})


def with_asset(state: State, asset: Asset) -> State:
    """The state with one asset new or replaced."""
    return evolve(state, assets={**state.assets, asset.asset: asset})


def with_market(state: State, market: Market) -> State:
    """The state with one market new or replaced."""
    return evolve(state, markets={**state.markets, market.market: market})

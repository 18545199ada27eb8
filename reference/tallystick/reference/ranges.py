"""The range of every field of a command (NUM-010)."""

from collections.abc import Iterator
from typing import assert_never

from tallystick.reference.types.commands import (
    AddDelegate,
    AdvanceTime,
    AmendOrder,
    Batch,
    CancelAll,
    CancelOrder,
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
    PlaceOrder,
    RemoveDelegate,
    ReplaceOrder,
    SetFeeExempt,
    SetHalted,
    SetMark,
    Transfer,
    Withdraw,
    WithdrawTreasury,
)
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

Range = tuple[int, int]
"""Lowest and highest value allowed, both included."""

SIGNER: Range = (0, 2**31 - 1)  # [NUM-010]
DELEGATE: Range = (1, 2**31 - 1)  # [NUM-010]
ID: Range = (1, 2**31 - 1)  # [NUM-010]
ATOMS: Range = (1, 2**56)  # [NUM-010]
LOT_ATOMS: Range = (1, 2**40)  # [NUM-010]
FEE_CAP_ATOMS: Range = (0, 2**56)  # [NUM-010]
PRICE: Range = (1, 2**40)  # [NUM-010]
LOTS: Range = (1, 2**40)  # [NUM-010]
NEW_ORDER_ID: Range = (1, 2**61 - 1)  # [NUM-010]
LIVE_ORDER_ID: Range = (1, 2**62 - 1)  # [NUM-010]
LOAN: Range = (1, 2**61 - 1)  # [NUM-010]
ESCROW: Range = (1, 2**61 - 1)  # [NUM-010]
WORK: Range = (1, 2**31 - 1)  # [NUM-010]
MAX_LOSS: Range = (0, 1_000)  # [NUM-010]
REDUCE_LOTS: Range = (0, 2**40)  # [NUM-010]
CREDITOR: Range = (0, 2**31 - 1)  # [NUM-010]
FUNDING_RATE: Range = (-30_000, 30_000)  # [NUM-010]
RISK: Range = (0, 1_000)  # [NUM-010]
TIME: Range = (0, 2**53 - 1)  # [NUM-010]


def is_out_of_range(command: Command) -> bool:
    """Whether a field is outside its range; the commands inside a batch are not looked at."""
    return not all(low <= number <= high for number, (low, high) in _fields(command))  # [NUM-010]


def _fields(command: Command) -> Iterator[tuple[int, Range]]:
    """Every number that a command states, absent ones left out, with its range."""
    yield command.signer, SIGNER
    match command:
        case OpenAccount():
            pass
        case AddDelegate() | RemoveDelegate():
            yield command.account, ID
            yield command.delegate, DELEGATE
        case Deposit() | Withdraw():
            yield command.account, ID
            yield command.asset, ID
            yield command.atoms, ATOMS
        case Transfer():
            yield command.account, ID
            yield command.to_account, ID
            yield command.asset, ID
            yield command.atoms, ATOMS
        case ListAsset():
            yield command.lot_atoms, LOT_ATOMS
            yield command.fee_cap_atoms, FEE_CAP_ATOMS
        case ListMarket():
            yield command.asset, ID
            yield command.tick, PRICE
            yield command.minimum_lots, LOTS
        case SetMark():
            yield command.asset, ID
            yield command.mark, PRICE
        case SetHalted():
            yield command.market, ID
        case SetFeeExempt():
            yield command.account, ID
        case WithdrawTreasury():
            yield command.asset, ID
            yield command.atoms, ATOMS
        case AdvanceTime():
            yield command.now, TIME
        case PlaceOrder() | AmendOrder() | CancelOrder() | ReplaceOrder() | CancelAll() | Batch():
            yield command.account, ID
            yield from _order_fields(command)
        case PayInterest() | PayClaims() | SetLoanTerms() | SwapLoan() | RenewLoan() | RollLoan():
            yield from _loan_fields(command)
        case TrueUp() | RepayDebts() | CollectDebt() | SetFundingRate():
            yield from _perpetual_fields(command)
        case SetRisk():
            yield from _risk_fields(command)
        case Liquidate() | ClaimReward() | ReverseReward() | SwapForTarget() | DeclareBankruptcy():
            yield from _liquidation_fields(command)
        case _ as never:
            assert_never(never)


def _order_fields(
    command: PlaceOrder | AmendOrder | CancelOrder | ReplaceOrder | CancelAll | Batch,
) -> Iterator[tuple[int, Range]]:
    """The numbers of a trading command beside signer and account."""
    match command:
        case PlaceOrder():
            yield from _new_order_fields(command.order)
        case AmendOrder():
            yield command.order_id, LIVE_ORDER_ID
            yield command.price, PRICE
            yield command.open_lots, LOTS
        case CancelOrder():
            yield command.order_id, LIVE_ORDER_ID
        case ReplaceOrder():
            yield command.order_id, LIVE_ORDER_ID
            yield from _new_order_fields(command.order)
        case CancelAll():
            if command.market is not None:
                yield command.market, ID
        case Batch():
            pass  # [CMD-046]
        case _ as never:
            assert_never(never)


def _loan_fields(
    command: PayInterest | PayClaims | SetLoanTerms | SwapLoan | RenewLoan | RollLoan,
) -> Iterator[tuple[int, Range]]:
    """The numbers of a command of chapter 07 beside the signer."""
    yield command.loan, LOAN
    if not isinstance(command, RollLoan):
        yield command.account, ID
    match command:
        case PayInterest():
            yield command.reduce_lots, REDUCE_LOTS
        case PayClaims():
            yield command.atoms, ATOMS
        case SwapLoan():
            if command.own_loan is not None:
                yield command.own_loan, LOAN
        case SetLoanTerms() | RenewLoan() | RollLoan():
            pass
        case _ as never:
            assert_never(never)


def _perpetual_fields(
    command: TrueUp | RepayDebts | CollectDebt | SetFundingRate,
) -> Iterator[tuple[int, Range]]:
    """The numbers of a command of chapter 06 beside the signer."""
    match command:
        case TrueUp():
            yield command.account, ID
            yield command.counterparty, ID
            yield command.market, ID
        case RepayDebts():
            yield command.account, ID
        case CollectDebt():
            yield command.account, ID
            yield command.creditor, CREDITOR
        case SetFundingRate():
            yield command.market, ID
            yield command.rate, FUNDING_RATE
        case _ as never:
            assert_never(never)


def _risk_fields(command: SetRisk) -> Iterator[tuple[int, Range]]:
    """The numbers of a command of chapter 08 beside the signer."""
    yield command.asset, ID
    yield command.risk_permille, RISK
    yield command.slippage_permille, RISK
    yield command.perp_slippage_permille, RISK
    if command.effective_at is not None:
        yield command.effective_at, TIME


def _liquidation_fields(
    command: Liquidate | ClaimReward | ReverseReward | SwapForTarget | DeclareBankruptcy,
) -> Iterator[tuple[int, Range]]:
    """The numbers of a command of chapter 09 beside the signer."""
    match command:
        case Liquidate():
            yield command.account, ID
            yield command.target, ID
            yield command.work, WORK
        case ClaimReward() | ReverseReward():
            yield command.escrow, ESCROW
        case SwapForTarget():
            yield command.account, ID
            yield command.target, ID
            yield command.give_asset, ID
            yield command.give_atoms, ATOMS
            yield command.take_asset, ID
            yield command.take_atoms, ATOMS
        case DeclareBankruptcy():
            yield command.target, ID
            yield command.max_loss_permille, MAX_LOSS
        case _ as never:
            assert_never(never)


def _new_order_fields(order: NewOrder) -> Iterator[tuple[int, Range]]:
    yield order.order_id, NEW_ORDER_ID
    yield order.market, ID
    yield order.price, PRICE
    yield order.lots, LOTS
    if order.expires_at is not None:
        yield order.expires_at, TIME

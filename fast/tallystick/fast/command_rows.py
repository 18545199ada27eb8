"""From commands to the rows of integers that the kernel reads."""

import struct
from collections.abc import Sequence

from tallystick.fast.kernel import codes
from tallystick.fast.kernel.layout import (
    COMMAND_REASON,
    COMMAND_WIDTH,
    NAMED_FALSE,
    NAMED_SPAN,
    NAMED_TRUE,
)
from tallystick.fast.ranges import in_range
from tallystick.reference.types.choices import (
    FundingSource,
    MarketKind,
    OrderType,
    SelfTrade,
    Side,
)
from tallystick.reference.types.commands import (
    AddDelegate,
    AdvanceTime,
    AmendOrder,
    Batch,
    CancelAll,
    CancelOrder,
    Command,
    Deposit,
    InnerCommand,
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

_SIDES = {side: code for code, side in enumerate(Side)}
_KINDS = {kind: code for code, kind in enumerate(MarketKind)}
_ORDER_TYPES = {order_type: code for code, order_type in enumerate(OrderType)}
_SOURCES = {source: code for code, source in enumerate(FundingSource, 1)}
_POLICIES = {policy: code for code, policy in enumerate(SelfTrade)}

_REFUSED_ROW = [0] * COMMAND_WIDTH
_REFUSED_ROW[COMMAND_REASON] = codes.OUT_OF_RANGE


def packed_rows(cells: Sequence[int]) -> bytes:
    """Whole rows as `Kernel.take` wants them: eight bytes a cell, the lowest first."""
    return struct.pack(f"<{len(cells)}q", *cells)


def command_rows(command: Command) -> list[int]:
    """The row of a command; of a batch, its own and those of its commands one after another."""
    if not in_range(command):
        return list(_REFUSED_ROW)
    match command:
        case PlaceOrder() | AmendOrder() | CancelOrder() | ReplaceOrder() | CancelAll():
            return _trading_row(command)
        case PayInterest() | PayClaims() | SwapLoan() | SetLoanTerms() | RenewLoan() | RollLoan():
            return _lending_row(command)
        case TrueUp() | RepayDebts() | CollectDebt() | SetFundingRate():
            return _perpetual_row(command)
        case SetRisk():
            return _risk_row(command)
        case Liquidate() | SwapForTarget() | DeclareBankruptcy() | ClaimReward() | ReverseReward():
            return _liquidation_row(command)
        case Batch(signer, account, inner):
            rows = _row(codes.BATCH, signer, account, lots=len(inner))
            for each in inner:
                # Out of range or not, it is judged when its turn comes (CMD-046).
                rows += _trading_row(each) if in_range(each) else _REFUSED_ROW
            return rows
        case ListAsset() | ListMarket() | SetMark() | SetHalted() | AdvanceTime():
            return _listing_row(command)
        case _:
            return _account_row(command)


def _trading_row(command: InnerCommand) -> list[int]:
    match command:
        case PlaceOrder(signer, account, order):
            return _order_row(codes.PLACE_ORDER, signer, account, 0, order)
        case CancelOrder(signer, account, order_id):
            return _row(codes.CANCEL_ORDER, signer, account, order_id=order_id)
        case AmendOrder(signer, account, order_id, price, lots):
            return _row(
                codes.AMEND_ORDER, signer, account, order_id=order_id, price=price, lots=lots
            )
        case ReplaceOrder(signer, account, order_id, order):
            return _order_row(codes.REPLACE_ORDER, signer, account, order_id, order)
        case CancelAll(signer, account, market):
            market_code = codes.ABSENT if market is None else market
            return _row(codes.CANCEL_ALL, signer, account, market=market_code)
        case PayInterest() | PayClaims() | SwapLoan():
            return _lending_row(command)
        case TrueUp():
            return _perpetual_row(command)


def _lending_row(
    command: PayInterest | PayClaims | SwapLoan | SetLoanTerms | RenewLoan | RollLoan,
) -> list[int]:
    match command:
        case PayInterest(signer, account, loan, lots, extend):
            return _loan_row(codes.PAY_INTEREST, signer, account, loan, lots=lots, flag=int(extend))
        case PayClaims(signer, account, loan, atoms):
            return _loan_row(codes.PAY_CLAIMS, signer, account, loan, atoms=atoms)
        case SwapLoan(signer, account, loan, own_loan):
            own = codes.ABSENT if own_loan is None else own_loan
            return _loan_row(codes.SWAP_LOAN, signer, account, loan, own_loan=own)
        case SetLoanTerms(signer, account, loan, returnable, extensible, auto_renew):
            terms = _named(returnable, extensible, auto_renew)
            return _loan_row(codes.SET_LOAN_TERMS, signer, account, loan, terms=terms)
        case RenewLoan(signer, account, loan):
            return _loan_row(codes.RENEW_LOAN, signer, account, loan)
        case RollLoan(signer, loan):
            return _loan_row(codes.ROLL_LOAN, signer, 0, loan)


def _perpetual_row(command: TrueUp | RepayDebts | CollectDebt | SetFundingRate) -> list[int]:
    match command:
        case TrueUp(signer, account, counterparty, market):
            return _row(codes.TRUE_UP, signer, account, market=market, other=counterparty)
        case RepayDebts(signer, account):
            return _row(codes.REPAY_DEBTS, signer, account)
        case CollectDebt(signer, account, creditor):
            return _row(codes.COLLECT_DEBT, signer, account, other=creditor)
        case SetFundingRate(signer, market, rate):
            return _row(codes.SET_FUNDING_RATE, signer, market=market, price=rate)


def _risk_row(command: SetRisk) -> list[int]:
    effective_at = command.effective_at
    return _row(
        codes.SET_RISK,
        command.signer,
        asset=command.asset,
        price=command.risk_permille,
        lots=command.slippage_permille,
        atoms=command.perp_slippage_permille,
        now=codes.ABSENT if effective_at is None else effective_at,
    )


def _liquidation_row(
    command: Liquidate | SwapForTarget | DeclareBankruptcy | ClaimReward | ReverseReward,
) -> list[int]:
    match command:
        case Liquidate(signer, account, target, work):
            return _row(codes.LIQUIDATE, signer, account, other=target, lots=work)
        case SwapForTarget(signer, account, target, give_asset, give_atoms, take_asset, take_atoms):
            return _row(
                codes.SWAP_FOR_TARGET,
                signer,
                account,
                other=target,
                asset=give_asset,
                atoms=give_atoms,
                market=take_asset,
                lots=take_atoms,
            )
        case DeclareBankruptcy(signer, target, max_loss_permille):
            return _row(codes.DECLARE_BANKRUPTCY, signer, other=target, lots=max_loss_permille)
        case ClaimReward(signer, escrow):
            return _row(codes.CLAIM_REWARD, signer, order_id=escrow)
        case ReverseReward(signer, escrow):
            return _row(codes.REVERSE_REWARD, signer, order_id=escrow)


def _named(*flags: bool | None) -> int:
    """Which flags a command names, and how, in one number."""
    total = 0
    for flag in reversed(flags):
        digit = 0 if flag is None else NAMED_TRUE if flag else NAMED_FALSE
        total = NAMED_SPAN * total + digit
    return total


def _account_row(
    command: OpenAccount
    | AddDelegate
    | RemoveDelegate
    | Deposit
    | Withdraw
    | Transfer
    | SetFeeExempt
    | WithdrawTreasury,
) -> list[int]:
    match command:
        case OpenAccount(signer):
            return _row(codes.OPEN_ACCOUNT, signer)
        case AddDelegate(signer, account, delegate):
            return _row(codes.ADD_DELEGATE, signer, account, other=delegate)
        case RemoveDelegate(signer, account, delegate):
            return _row(codes.REMOVE_DELEGATE, signer, account, other=delegate)
        case Deposit(signer, account, asset, atoms):
            return _row(codes.DEPOSIT, signer, account, asset=asset, atoms=atoms)
        case Withdraw(signer, account, asset, atoms):
            return _row(codes.WITHDRAW, signer, account, asset=asset, atoms=atoms)
        case Transfer(signer, account, to_account, asset, atoms):
            return _row(codes.TRANSFER, signer, account, asset=asset, atoms=atoms, other=to_account)
        case SetFeeExempt(signer, account, exempt):
            return _row(codes.SET_FEE_EXEMPT, signer, account, flag=int(exempt))
        case WithdrawTreasury(signer, asset, atoms):
            return _row(codes.WITHDRAW_TREASURY, signer, asset=asset, atoms=atoms)


def _listing_row(command: ListAsset | ListMarket | SetMark | SetHalted | AdvanceTime) -> list[int]:
    match command:
        case ListAsset(signer, lot_atoms, fee_cap_atoms):
            return _row(codes.LIST_ASSET, signer, atoms=lot_atoms, other=fee_cap_atoms)
        case ListMarket(signer, asset, kind, tick, minimum_lots, source):
            return _row(
                codes.LIST_MARKET,
                signer,
                asset=asset,
                price=tick,
                lots=minimum_lots,
                market_kind=_KINDS[kind],
                other=0 if source is None else _SOURCES[source],
            )
        case SetMark(signer, asset, mark):
            return _row(codes.SET_MARK, signer, asset=asset, price=mark)
        case SetHalted(signer, market, halted):
            return _row(codes.SET_HALTED, signer, market=market, flag=int(halted))
        case AdvanceTime(signer, now):
            return _row(codes.ADVANCE_TIME, signer, now=now)


def _row(
    kind: int,
    signer: int,
    account: int = 0,
    *,
    order_id: int = 0,
    market: int = 0,
    price: int = 0,
    lots: int = 0,
    market_kind: int = 0,
    now: int = 0,
    flag: int = 0,
    asset: int = 0,
    atoms: int = 0,
    other: int = 0,
) -> list[int]:
    """A row without a new order, in the order of the kernel's layout."""
    own = [kind, signer, account, order_id, 0, market, 0, price, lots, market_kind, 0, now]
    return [*own, flag, asset, atoms, other]


def _loan_row(
    kind: int,
    signer: int,
    account: int,
    loan: int,
    *,
    own_loan: int = 0,
    lots: int = 0,
    flag: int = 0,
    terms: int = 0,
    atoms: int = 0,
) -> list[int]:
    """A row of a command of chapter 07, in the order of the kernel's layout."""
    return [kind, signer, account, loan, own_loan, 0, 0, 0, lots, 0, 0, 0, flag, terms, atoms, 0]


def _order_row(kind: int, signer: int, account: int, former_id: int, order: NewOrder) -> list[int]:
    """A row with a new order, in the order of the kernel's layout."""
    return [
        kind,
        signer,
        account,
        former_id,
        order.order_id,
        order.market,
        _SIDES[order.side],
        order.price,
        order.lots,
        _ORDER_TYPES[order.order_type],
        codes.ABSENT if order.self_trade is None else _POLICIES[order.self_trade],
        codes.ABSENT if order.expires_at is None else order.expires_at,
        int(order.reduce_only),
        _named(order.returnable, order.extensible),
        0,
        0,
    ]

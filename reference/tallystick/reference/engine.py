"""The reference engine: one function from state and command to the next state and an outcome."""

from typing import assert_never

from tallystick.reference import (
    accounts,
    bankruptcy,
    escrows,
    funding,
    lending,
    liquidation,
    operations,
    renewal,
    settling,
    swap,
    swapping_assets,
    trading,
)
from tallystick.reference.authority import (
    account_of,
    is_authorized,
    is_in_profile,
    named_accounts,
)
from tallystick.reference.margin import Check, check_of, checked, joined, with_value_stated
from tallystick.reference.pricing import has_margin
from tallystick.reference.ranges import is_out_of_range
from tallystick.reference.settlement import pay_own_debts
from tallystick.reference.state import State, has_perpetuals, perpetual_parameters
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
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.perp_commands import (
    CollectDebt,
    RepayDebts,
    SetFundingRate,
    TrueUp,
)
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import Count
from tallystick.reference.valuation import valuation_of
from tallystick.reference.verdict import NO_TOUCHES, Applied, Verdict, followed_by

SingleCommand = (
    InnerCommand
    | OpenAccount
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
    | SetLoanTerms
    | RenewLoan
    | RollLoan
    | RepayDebts
    | CollectDebt
    | SetFundingRate
    | SetRisk
    | Liquidate
    | ClaimReward
    | ReverseReward
    | SwapForTarget
    | DeclareBankruptcy
)
"""Every command but a batch."""


def step(state: State, command: Command) -> tuple[State, Outcome]:
    """Execute one command (CMD-001).

    Total: every command has an outcome, whatever its numbers. A rejected command gives the same
    state back (CMD-004).
    """
    if isinstance(command, Batch):
        return _step_batch(state, command)
    budgets = (state.parameters.max_touches, _leg_budget(state))  # [MAT-021] [PRP-031]
    verdict = _violation(state, command, None) or _apply(state, command, *budgets)  # [CMD-005]
    if isinstance(verdict, Reason):
        return state, Rejected(verdict, Count(0))  # [CMD-004] [CMD-006]
    check = check_of(state, command) if has_margin(state) else None  # [MGN-030]
    return _finished(state, command, verdict, check)  # [CMD-001]


def _step_batch(before: State, batch: Batch) -> tuple[State, Outcome]:
    """Execute the commands of a batch, all or none (CMD-045)."""
    violation = _violation(before, batch, None)  # [CMD-046]
    if violation is not None:
        return before, Rejected(violation, Count(0))  # [CMD-046] [CMD-006]
    so_far, leg_budget = Applied(before, ()), _leg_budget(before)
    check: Check | None = None
    for index, command in enumerate(batch.commands, start=1):  # [CMD-006]
        budget = Count(before.parameters.max_touches - so_far.touched_orders)  # [MAT-021]
        verdict = _violation(so_far.state, command, batch) or _apply(  # [CMD-046]
            so_far.state, command, budget, leg_budget
        )
        if isinstance(verdict, Reason):
            return before, Rejected(verdict, Count(index))  # [CMD-045] [CMD-004]
        if has_margin(before):
            check = joined(check, check_of(so_far.state, command))  # [MGN-030] [MGN-031]
        so_far = followed_by(so_far, verdict)  # [CMD-045]
        if not isinstance(command, TrueUp):  # [PRP-050]
            leg_budget = Count(leg_budget - verdict.touched_legs)  # [PRP-031]
    return _finished(before, batch, so_far, check)


def _leg_budget(state: State) -> Count:
    """How many legs the steps of a command may count (PRP-031)."""
    if not has_perpetuals(state):
        return NO_TOUCHES
    return perpetual_parameters(state).max_legs_per_command  # [PRP-031]


def _finished(
    before: State, command: Command, applied: Applied, check: Check | None
) -> tuple[State, Outcome]:
    """The outcome of a command after what comes last: its account pays its debts and is valued."""
    if not has_perpetuals(applied.state):
        return applied.state, Accepted(applied.events, applied.touched_orders)
    account = account_of(command)
    if account is not None:
        applied = pay_own_debts(applied, account)  # [PRP-039] [PRP-040]
    if account is not None and check is not None:
        verdict = checked(before, applied, account, check)  # [MGN-031]
        if isinstance(verdict, Reason):
            return before, Rejected(verdict, Count(0))  # [MGN-031] [CMD-004]
        applied = verdict
    if isinstance(command, Liquidate):
        valuation = valuation_of(applied.state, command.target)
        applied = with_value_stated(applied, command.target, valuation)  # [LIQ-020]
    legs = applied.touched_legs
    return applied.state, Accepted(applied.events, applied.touched_orders, legs)  # [CMD-003]


def _violation(state: State, command: Command, batch: Batch | None) -> Reason | None:
    """The first violation of the rules that hold for every command, in the order of the table.

    `batch` is the batch that the command is inside, if it is.
    """
    if is_out_of_range(command):
        return Reason.OUT_OF_RANGE  # [NUM-010]
    if not is_in_profile(state.profile, command):
        return Reason.NOT_IN_PROFILE  # [CMD-007]
    if batch is not None and _is_foreign(command, batch):
        return Reason.BATCH_MIXED  # [CMD-047]
    if isinstance(command, Batch) and not _has_batch_size(state, command):
        return Reason.BATCH_SIZE  # [CMD-046]
    if any(account not in state.accounts for account in named_accounts(command)):
        return Reason.UNKNOWN_ACCOUNT  # [CMD-012]
    if not is_authorized(state, command):
        return Reason.NOT_AUTHORIZED  # [CMD-010]
    return None


def _is_foreign(command: Command, batch: Batch) -> bool:
    """Whether an inner command names another signer or account than its batch (CMD-047)."""
    named = (command.signer, account_of(command))
    return named != (batch.signer, batch.account)  # [CMD-047]


def _has_batch_size(state: State, batch: Batch) -> bool:
    """Whether the number of commands of a batch is allowed (CMD-046)."""
    return 1 <= len(batch.commands) <= state.parameters.max_batch_commands  # [CMD-046] [STA-012]


def _apply(state: State, command: SingleCommand, budget: Count, leg_budget: Count) -> Verdict:
    """Test the rules of its own and execute a command that violates no general rule."""
    match command:
        case PlaceOrder():
            return trading.place_order(state, command, budget, leg_budget)
        case AmendOrder():
            return trading.amend_order(state, command, budget, leg_budget)
        case CancelOrder():
            return trading.cancel_order(state, command)
        case ReplaceOrder():
            return trading.replace_order(state, command, budget, leg_budget)
        case CancelAll():
            return trading.cancel_all(state, command)
        case OpenAccount():
            return accounts.open_account(state, command)
        case AddDelegate():
            return accounts.add_delegate(state, command)
        case RemoveDelegate():
            return accounts.remove_delegate(state, command)
        case Deposit():
            return accounts.deposit(state, command)
        case Withdraw():
            return accounts.withdraw(state, command)
        case Transfer():
            return accounts.transfer(state, command)
        case ListAsset():
            return operations.list_asset(state, command)
        case ListMarket():
            return operations.list_market(state, command)
        case SetMark():
            return operations.set_mark(state, command)
        case SetHalted():
            return operations.set_halted(state, command)
        case SetFeeExempt():
            return operations.set_fee_exempt(state, command)
        case WithdrawTreasury():
            return operations.withdraw_treasury(state, command)
        case AdvanceTime():
            return operations.advance_time(state, command)
        case PayInterest():
            return lending.pay_interest(state, command, budget)
        case PayClaims():
            return lending.pay_claims(state, command)
        case SetLoanTerms():
            return lending.set_loan_terms(state, command)
        case SwapLoan():
            return swap.swap_loan(state, command, budget)
        case RenewLoan():
            return renewal.renew_loan(state, command, budget)
        case RollLoan():
            return renewal.roll_loan(state, command, budget)
        case TrueUp():
            return settling.true_up(state, command)
        case RepayDebts():
            return settling.repay_debts(state, command)
        case CollectDebt():
            return settling.collect_debt(state, command)
        case SetFundingRate():
            return funding.set_funding_rate(state, command)
        case SetRisk():
            return operations.set_risk(state, command)
        case Liquidate() | ClaimReward() | ReverseReward() | SwapForTarget() | DeclareBankruptcy():
            return _apply_liquidation(state, command)
        case _ as never:
            assert_never(never)


def _apply_liquidation(
    state: State,
    command: Liquidate | ClaimReward | ReverseReward | SwapForTarget | DeclareBankruptcy,
) -> Verdict:
    """The same of the commands of chapter 09."""
    match command:
        case Liquidate():
            return liquidation.liquidate(state, command)
        case ClaimReward():
            return escrows.claim_reward(state, command)
        case ReverseReward():
            return escrows.reverse_reward(state, command)
        case SwapForTarget():
            return swapping_assets.swap_for_target(state, command)
        case DeclareBankruptcy():
            return bankruptcy.declare_bankruptcy(state, command)
        case _ as never:
            assert_never(never)

"""What a profile has, which accounts a command names and who may give it (chapter 03)."""

from typing import assert_never

from tallystick.reference.debts import TREASURY
from tallystick.reference.state import State, has_ledger
from tallystick.reference.types.choices import MarketKind, Profile
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
from tallystick.reference.types.units import AccountId, PrincipalId

OPERATOR = PrincipalId(0)
"""The principal who lists, halts, marks and moves the clock (STA-002)."""


def is_in_profile(profile: Profile, command: Command) -> bool:
    """Whether the profile has a command of this kind, with this market kind and flag."""
    match command:
        case PlaceOrder() | ReplaceOrder():
            flags = (command.order.returnable, command.order.extensible)
            may_name_flags = profile.has_lending  # [LND-003]
            if flags != (None, None) and not may_name_flags:
                return False  # [LND-003]
            return profile.has_perpetuals or not command.order.reduce_only  # [CMD-008]
        case ListMarket():
            if command.funding_source is not None and not profile.has_perpetuals:
                return False  # [PRP-015]
            return command.kind in kinds_of(profile)  # [CMD-008]
        case OpenAccount() | ListAsset() | SetHalted() | AdvanceTime():
            return True  # [CMD-007]
        case AmendOrder() | CancelOrder() | CancelAll() | Batch():
            return True  # [CMD-007]
        case AddDelegate() | RemoveDelegate() | Deposit() | Withdraw() | Transfer():
            return profile.has_ledger  # [CMD-007]
        case SetMark() | SetFeeExempt() | WithdrawTreasury():
            return profile.has_ledger  # [CMD-007]
        case PayInterest() | PayClaims() | SetLoanTerms() | SwapLoan() | RenewLoan() | RollLoan():
            return profile.has_lending  # [CMD-007]
        case TrueUp() | RepayDebts() | CollectDebt() | SetFundingRate():
            return profile.has_perpetuals  # [CMD-007]
        case SetRisk():
            return profile.has_margin  # [CMD-007]
        case Liquidate() | ClaimReward() | ReverseReward() | SwapForTarget() | DeclareBankruptcy():
            return profile.has_liquidation  # [CMD-007]
        case _ as never:
            assert_never(never)


def kinds_of(profile: Profile) -> tuple[MarketKind, ...]:
    """The kinds of market that a profile has (CMD-008)."""
    if not profile.has_ledger:
        return tuple(MarketKind)  # [CMD-008]
    perps = (MarketKind.PERP,) if profile.has_perpetuals else ()  # [CMD-008]
    lends = (MarketKind.LEND,) if profile.has_lending else ()  # [CMD-008]
    return (MarketKind.SPOT, *perps, *lends)  # [CMD-008]


def named_accounts(command: Command) -> tuple[AccountId, ...]:
    """Every account that a command names, in any field (CMD-012)."""
    match command:
        case Transfer():
            return (command.account, command.to_account)  # [CMD-012]
        case AddDelegate() | RemoveDelegate() | Deposit() | Withdraw() | SetFeeExempt():
            return (command.account,)  # [CMD-012]
        case PlaceOrder() | AmendOrder() | CancelOrder() | ReplaceOrder() | CancelAll() | Batch():
            return (command.account,)  # [CMD-012]
        case PayInterest() | PayClaims() | SetLoanTerms() | SwapLoan() | RenewLoan():
            return (command.account,)  # [CMD-012]
        case TrueUp():
            return (command.account, command.counterparty)  # [CMD-012]
        case RepayDebts():
            return (command.account,)  # [CMD-012]
        case CollectDebt():
            if command.creditor == TREASURY:
                return (command.account,)  # [CMD-012] [PRP-041]
            return (command.account, command.creditor)  # [CMD-012]
        case Liquidate() | SwapForTarget():
            return (command.account, command.target)  # [CMD-012]
        case DeclareBankruptcy():
            return (command.target,)  # [CMD-012]
        case RollLoan() | ClaimReward() | ReverseReward():
            return ()
        case OpenAccount() | ListAsset() | ListMarket() | SetMark() | SetHalted():
            return ()
        case WithdrawTreasury() | AdvanceTime() | SetFundingRate() | SetRisk():
            return ()
        case _ as never:
            assert_never(never)


def account_of(command: Command) -> AccountId | None:
    """The account whose command it is, one that CMD-010 accepts from its owner, or None."""
    if isinstance(command, SetFeeExempt | CollectDebt | DeclareBankruptcy):
        return None  # [PRP-039]
    named = named_accounts(command)
    return named[0] if named else None  # [PRP-039] [CMD-047]


def is_authorized(state: State, command: Command) -> bool:
    """Whether the signer may give the command; the accounts it names are open (CMD-010)."""
    if not has_ledger(state):
        return True  # [CMD-011]
    match command:
        case OpenAccount():
            return command.signer != OPERATOR  # [CMD-010]
        case ListAsset() | ListMarket() | SetMark() | SetHalted() | SetFeeExempt():
            return command.signer == OPERATOR  # [CMD-010]
        case WithdrawTreasury() | AdvanceTime() | SetFundingRate() | SetRisk():
            return command.signer == OPERATOR  # [CMD-010]
        case ReverseReward() | DeclareBankruptcy():
            return command.signer == OPERATOR  # [CMD-010] [LIQ-022] [LIQ-030]
        case (
            AddDelegate() | RemoveDelegate() | Deposit() | Withdraw() | Transfer() | SetLoanTerms()
        ) | SwapForTarget():
            return command.signer == state.accounts[command.account].owner  # [CMD-010] [CMD-025]
        case RollLoan() | CollectDebt() | ClaimReward():
            return True  # [CMD-010] [PRP-041] [LIQ-022]
        case (
            (PlaceOrder() | AmendOrder() | CancelOrder() | ReplaceOrder() | CancelAll() | Batch())
            | (PayInterest() | PayClaims() | SwapLoan() | RenewLoan() | TrueUp() | RepayDebts())
            | Liquidate()
        ):
            account = state.accounts[command.account]
            return command.signer in (account.owner, *account.delegates)  # [CMD-010]
        case _ as never:
            assert_never(never)

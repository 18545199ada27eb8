"""What a profile has, which accounts a command names and who may give it (chapter 03)."""

from typing import assert_never

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
from tallystick.reference.types.loan_commands import (
    PayClaims,
    PayInterest,
    RenewLoan,
    RollLoan,
    SetLoanTerms,
    SwapLoan,
)
from tallystick.reference.types.units import AccountId, PrincipalId

OPERATOR = PrincipalId(0)
"""The principal who lists, halts, marks and moves the clock (STA-002)."""


def is_in_profile(profile: Profile, command: Command) -> bool:
    """Whether the profile has a command of this kind, with this market kind and flag."""
    match command:
        case PlaceOrder() | ReplaceOrder():
            flags = (command.order.returnable, command.order.extensible)
            may_name_flags = profile is Profile.LEND_1  # [LND-003]
            if flags != (None, None) and not may_name_flags:
                return False  # [LND-003]
            return not command.order.reduce_only  # [CMD-008]
        case ListMarket():
            if profile is Profile.LEND_1:
                return command.kind is not MarketKind.PERP  # [CMD-008]
            return profile is Profile.MATCH_1 or command.kind is MarketKind.SPOT  # [CMD-008]
        case OpenAccount() | ListAsset() | SetHalted() | AdvanceTime():
            return True  # [CMD-007]
        case AmendOrder() | CancelOrder() | CancelAll() | Batch():
            return True  # [CMD-007]
        case AddDelegate() | RemoveDelegate() | Deposit() | Withdraw() | Transfer():
            return profile is not Profile.MATCH_1  # [CMD-007]
        case SetMark() | SetFeeExempt() | WithdrawTreasury():
            return profile is not Profile.MATCH_1  # [CMD-007]
        case PayInterest() | PayClaims() | SetLoanTerms() | SwapLoan() | RenewLoan() | RollLoan():
            return profile is Profile.LEND_1  # [CMD-007]
        case _ as never:
            assert_never(never)


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
        case RollLoan():
            return ()
        case OpenAccount() | ListAsset() | ListMarket() | SetMark() | SetHalted():
            return ()
        case WithdrawTreasury() | AdvanceTime():
            return ()
        case _ as never:
            assert_never(never)


def is_authorized(state: State, command: Command) -> bool:
    """Whether the signer may give the command; the accounts it names are open (CMD-010)."""
    if not has_ledger(state):
        return True  # [CMD-011]
    match command:
        case OpenAccount():
            return command.signer != OPERATOR  # [CMD-010]
        case ListAsset() | ListMarket() | SetMark() | SetHalted() | SetFeeExempt():
            return command.signer == OPERATOR  # [CMD-010]
        case WithdrawTreasury() | AdvanceTime():
            return command.signer == OPERATOR  # [CMD-010]
        case (
            AddDelegate() | RemoveDelegate() | Deposit() | Withdraw() | Transfer() | SetLoanTerms()
        ):
            return command.signer == state.accounts[command.account].owner  # [CMD-010] [CMD-025]
        case RollLoan():
            return True  # [CMD-010]
        case (
            PlaceOrder() | AmendOrder() | CancelOrder() | ReplaceOrder() | CancelAll() | Batch()
        ) | (PayInterest() | PayClaims() | SwapLoan() | RenewLoan()):
            account = state.accounts[command.account]
            return command.signer in (account.owner, *account.delegates)  # [CMD-010]
        case _ as never:
            assert_never(never)

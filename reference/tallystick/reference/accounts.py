"""The commands of accounts and their atoms (CMD-020 to CMD-025).

Every function is given a command that is in range, in the profile, of open accounts and
authorized, and tests what is left in the order of `reasons.toml` (CMD-005).
"""

from attrs import evolve

from tallystick.reference.ledger import change_balance, change_supply, free_atoms
from tallystick.reference.numbers import BALANCE_BOUND_ATOMS
from tallystick.reference.state import Account, State, with_account
from tallystick.reference.types.commands import (
    AddDelegate,
    Deposit,
    OpenAccount,
    RemoveDelegate,
    Transfer,
    Withdraw,
)
from tallystick.reference.types.events import (
    AccountOpened,
    DelegateAdded,
    DelegateRemoved,
    Deposited,
    Transferred,
    Withdrawn,
)
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, OrderId
from tallystick.reference.verdict import Applied, Verdict


def open_account(state: State, command: OpenAccount) -> Verdict:
    """Open the next account (CMD-020)."""
    if len(state.accounts) >= state.parameters.max_accounts:  # [CMD-020] [STA-012]
        return Reason.TOO_MANY_ACCOUNTS
    account = Account(
        account=AccountId(len(state.accounts) + 1),  # [STA-005]
        owner=command.signer,  # [CMD-020]
        delegates=(),
        fee_exempt=False,
        last_order_id=OrderId(0),
        last_engine_order_id=OrderId(0),
        balances={},
        orders={},
    )
    event = AccountOpened(account.account, account.owner)
    return Applied(with_account(state, account), (event,))  # [CMD-020]


def add_delegate(state: State, command: AddDelegate) -> Verdict:
    """Let another principal trade for the account (CMD-021)."""
    account = state.accounts[command.account]
    if command.delegate == account.owner:  # [CMD-021]
        return Reason.DELEGATE_IS_OWNER
    if command.delegate in account.delegates:  # [CMD-021]
        return Reason.DELEGATE_EXISTS
    if len(account.delegates) >= state.parameters.max_delegates_per_account:  # [CMD-021] [STA-012]
        return Reason.TOO_MANY_DELEGATES
    delegates = tuple(sorted((*account.delegates, command.delegate)))  # [CMD-021]
    event = DelegateAdded(command.account, command.delegate)
    return Applied(with_account(state, evolve(account, delegates=delegates)), (event,))


def remove_delegate(state: State, command: RemoveDelegate) -> Verdict:
    """Take that right back; orders stay (CMD-022)."""
    account = state.accounts[command.account]
    if command.delegate not in account.delegates:  # [CMD-022]
        return Reason.UNKNOWN_DELEGATE
    delegates = tuple(each for each in account.delegates if each != command.delegate)  # [CMD-022]
    event = DelegateRemoved(command.account, command.delegate)
    return Applied(with_account(state, evolve(account, delegates=delegates)), (event,))


def deposit(state: State, command: Deposit) -> Verdict:
    """Raise balance and supply (CMD-023)."""
    if command.asset not in state.assets:  # [CMD-012]
        return Reason.UNKNOWN_ASSET
    supply = state.assets[command.asset].supply_atoms
    if supply + command.atoms > BALANCE_BOUND_ATOMS:  # [CMD-023] [SPT-020]
        return Reason.SUPPLY_LIMIT
    state = change_balance(state, command.account, command.asset, command.atoms)  # [CMD-023]
    state = change_supply(state, command.asset, command.atoms)  # [CMD-023]
    return Applied(state, (Deposited(command.account, command.asset, command.atoms),))


def withdraw(state: State, command: Withdraw) -> Verdict:
    """Lower balance and supply (CMD-024)."""
    if command.asset not in state.assets:  # [CMD-012]
        return Reason.UNKNOWN_ASSET
    if command.atoms > free_atoms(state, command.account, command.asset):  # [CMD-024] [SPT-004]
        return Reason.INSUFFICIENT_FREE_BALANCE
    state = change_balance(state, command.account, command.asset, -command.atoms)  # [CMD-024]
    state = change_supply(state, command.asset, -command.atoms)  # [CMD-024]
    return Applied(state, (Withdrawn(command.account, command.asset, command.atoms),))


def transfer(state: State, command: Transfer) -> Verdict:
    """Move atoms between two accounts of one owner (CMD-025)."""
    giver, receiver = state.accounts[command.account], state.accounts[command.to_account]
    if command.asset not in state.assets:  # [CMD-012]
        return Reason.UNKNOWN_ASSET
    if command.account == command.to_account:  # [CMD-025]
        return Reason.SAME_ACCOUNT
    if giver.owner != receiver.owner:  # [CMD-025]
        return Reason.NOT_SAME_OWNER
    if command.atoms > free_atoms(state, command.account, command.asset):  # [CMD-025] [SPT-004]
        return Reason.INSUFFICIENT_FREE_BALANCE
    state = change_balance(state, command.account, command.asset, -command.atoms)  # [CMD-025]
    state = change_balance(state, command.to_account, command.asset, command.atoms)  # [CMD-025]
    event = Transferred(command.account, command.to_account, command.asset, command.atoms)
    return Applied(state, (event,))

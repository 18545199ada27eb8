"""Ranges of the fields of commands (NUM-010): no number that does not fit reaches the kernel."""

from attrs import fields

from tallystick.reference.types import (
    commands,
    liquidation_commands,
    loan_commands,
    margin_commands,
    perp_commands,
)
from tallystick.reference.types.commands import Batch, Command, NewOrder, PlaceOrder, ReplaceOrder

_ID = (1, 2**31 - 1)
_ATOMS = (1, 2**56)
_PRICE = (1, 2**40)
_LOTS = (1, 2**40)
_TIME = (0, 2**53 - 1)
_RISK = (0, 1_000)
_LOAN = (1, 2**61 - 1)

_RANGES = {
    "signer": (0, 2**31 - 1),
    "delegate": _ID,
    "account": _ID,
    "to_account": _ID,
    "asset": _ID,
    "market": _ID,
    "atoms": _ATOMS,
    "lot_atoms": (1, 2**40),
    "fee_cap_atoms": (0, 2**56),
    "price": _PRICE,
    "tick": _PRICE,
    "mark": _PRICE,
    "lots": _LOTS,
    "open_lots": _LOTS,
    "minimum_lots": _LOTS,
    "order_id": (1, 2**62 - 1),
    "loan": _LOAN,
    "own_loan": _LOAN,
    "reduce_lots": (0, 2**40),
    "counterparty": _ID,
    "target": _ID,
    "give_asset": _ID,
    "take_asset": _ID,
    "give_atoms": _ATOMS,
    "take_atoms": _ATOMS,
    "work": (1, 2**31 - 1),
    "escrow": _LOAN,
    "max_loss_permille": (0, 1_000),
    "creditor": (0, 2**31 - 1),
    "rate": (-30_000, 30_000),
    "risk_permille": _RISK,
    "slippage_permille": _RISK,
    "perp_slippage_permille": _RISK,
    "now": _TIME,
    "expires_at": _TIME,
    "effective_at": _TIME,
}
_NEW_ORDER_ID = (1, 2**61 - 1)

_Ranges = tuple[tuple[str, int, int], ...]


def _ranges_of(kind: type) -> _Ranges:
    """Name, lowest and highest of the fields of a class that have a range."""
    names = [field.name for field in fields(kind) if field.name in _RANGES]
    return tuple((name, *_RANGES[name]) for name in names)


_COMMAND_RANGES = {
    kind: _ranges_of(kind)
    for kind in (
        commands.OpenAccount,
        commands.AddDelegate,
        commands.RemoveDelegate,
        commands.Deposit,
        commands.Withdraw,
        commands.Transfer,
        commands.ListAsset,
        commands.ListMarket,
        commands.SetMark,
        commands.SetHalted,
        commands.SetFeeExempt,
        commands.WithdrawTreasury,
        commands.AdvanceTime,
        PlaceOrder,
        commands.AmendOrder,
        commands.CancelOrder,
        ReplaceOrder,
        commands.CancelAll,
        loan_commands.PayInterest,
        loan_commands.PayClaims,
        loan_commands.SetLoanTerms,
        loan_commands.SwapLoan,
        loan_commands.RenewLoan,
        loan_commands.RollLoan,
        perp_commands.TrueUp,
        perp_commands.RepayDebts,
        perp_commands.CollectDebt,
        perp_commands.SetFundingRate,
        margin_commands.SetRisk,
        liquidation_commands.Liquidate,
        liquidation_commands.ClaimReward,
        liquidation_commands.ReverseReward,
        liquidation_commands.SwapForTarget,
        liquidation_commands.DeclareBankruptcy,
        Batch,
    )
}
_ORDER_RANGES = tuple(
    (name, *(_NEW_ORDER_ID if name == "order_id" else (lowest, highest)))
    for name, lowest, highest in _ranges_of(NewOrder)
)


def in_range(command: Command) -> bool:
    """Whether every field is in its range; the commands inside a batch are judged by themselves."""
    if not _fields_in_range(command, _COMMAND_RANGES[type(command)]):
        return False
    if isinstance(command, PlaceOrder | ReplaceOrder):
        return _fields_in_range(command.order, _ORDER_RANGES)
    return True


def _fields_in_range(holder: Command | NewOrder, ranges: _Ranges) -> bool:
    for name, lowest, highest in ranges:
        number = getattr(holder, name)
        # What may be absent has no range while it is (NUM-010).
        if number is not None and not lowest <= number <= highest:
            return False
    return True

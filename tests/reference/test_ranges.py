"""The range of every field (NUM-010), each with its lowest and highest value and one beyond."""

from types import MappingProxyType
from typing import Any, get_args

import pytest
from attrs import evolve, fields_dict

from tallystick.reference.ranges import is_out_of_range
from tallystick.reference.types.choices import MarketKind, Side
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
from tallystick.reference.types.outcome import Rejected
from tallystick.reference.types.perp_commands import (
    CollectDebt,
    RepayDebts,
    SetFundingRate,
    TrueUp,
)
from tallystick.reference.types.reasons import Reason
from tests.reference.venue import Venue

RANGES = MappingProxyType(
    {
        "signer": (0, 2**31 - 1),
        "delegate": (1, 2**31 - 1),
        "account": (1, 2**31 - 1),
        "to_account": (1, 2**31 - 1),
        "asset": (1, 2**31 - 1),
        "market": (1, 2**31 - 1),
        "atoms": (1, 2**56),
        "lot_atoms": (1, 2**40),
        "fee_cap_atoms": (0, 2**56),
        "price": (1, 2**40),
        "tick": (1, 2**40),
        "mark": (1, 2**40),
        "lots": (1, 2**40),
        "open_lots": (1, 2**40),
        "minimum_lots": (1, 2**40),
        "order_id of a new order": (1, 2**61 - 1),
        "order_id": (1, 2**62 - 1),
        "loan": (1, 2**61 - 1),
        "own_loan": (1, 2**61 - 1),
        "reduce_lots": (0, 2**40),
        "counterparty": (1, 2**31 - 1),
        "target": (1, 2**31 - 1),
        "give_asset": (1, 2**31 - 1),
        "take_asset": (1, 2**31 - 1),
        "give_atoms": (1, 2**56),
        "take_atoms": (1, 2**56),
        "work": (1, 2**31 - 1),
        "escrow": (1, 2**61 - 1),
        "max_loss_permille": (0, 1_000),
        "creditor": (0, 2**31 - 1),
        "rate": (-30_000, 30_000),
        "risk_permille": (0, 1_000),
        "slippage_permille": (0, 1_000),
        "perp_slippage_permille": (0, 1_000),
        "effective_at": (0, 2**53 - 1),
        "now": (0, 2**53 - 1),
        "expires_at": (0, 2**53 - 1),
    }
)
NO_NUMBER = (
    *("kind", "side", "order_type", "self_trade", "halted", "exempt", "reduce_only"),
    *("returnable", "extensible", "auto_renew", "extend", "funding_source"),
)
MAY_BE_ABSENT = (
    *("expires_at", "own_loan", "returnable", "extensible", "auto_renew"),
    *("funding_source", "effective_at"),
)


def _make(command: Any, **named: object) -> Any:
    """A command of that kind with 1 in every field that is neither named nor may be absent."""
    absent = (*MAY_BE_ABSENT, "market") if command is CancelAll else MAY_BE_ABSENT
    ones = {name: 1 for name in fields_dict(command) if name not in (*absent, *named)}
    return command(**ones, **named)


def _new_order() -> Any:
    return _make(NewOrder, side=Side.BUY, order_type="limit", self_trade=None, reduce_only=False)


EXAMPLES: tuple[Any, ...] = (
    _make(OpenAccount),
    _make(AddDelegate),
    _make(RemoveDelegate),
    _make(Deposit),
    _make(Withdraw),
    _make(Transfer),
    _make(ListAsset),
    _make(ListMarket, kind=MarketKind.SPOT),
    _make(SetMark),
    _make(SetHalted, halted=True),
    _make(SetFeeExempt, exempt=True),
    _make(WithdrawTreasury),
    _make(AdvanceTime),
    _make(PlaceOrder, order=_new_order()),
    _make(AmendOrder),
    _make(CancelOrder),
    _make(ReplaceOrder, order=_new_order()),
    _make(CancelAll),
    _make(PayInterest, extend=True),
    _make(PayClaims),
    _make(SetLoanTerms),
    _make(SwapLoan),
    _make(RenewLoan),
    _make(RollLoan),
    _make(TrueUp),
    _make(RepayDebts),
    _make(CollectDebt),
    _make(SetFundingRate),
    _make(SetRisk),
    _make(Liquidate),
    _make(ClaimReward),
    _make(ReverseReward),
    _make(SwapForTarget),
    _make(DeclareBankruptcy),
    _make(Batch, commands=()),
)


def _numbers(command: Any) -> list[str]:
    """Every number that a command can state; those of its order begin with `order.`."""
    names = [name for name in fields_dict(type(command)) if name not in ("order", "commands")]
    if hasattr(command, "order"):
        names += [f"order.{name}" for name in fields_dict(NewOrder)]
    return [name for name in names if name.removeprefix("order.") not in NO_NUMBER]


def _row(name: str) -> str:
    """The row of the table for a number."""
    return "order_id of a new order" if name == "order.order_id" else name.removeprefix("order.")


def _with(command: Any, name: str, number: int) -> Any:
    """The command with one number changed."""
    if name.startswith("order."):
        order = evolve(command.order, **{name.removeprefix("order."): number})
        return evolve(command, order=order)
    return evolve(command, **{name: number})


CASES = [
    pytest.param(example, name, id=f"{type(example).__name__}.{name}")
    for example in EXAMPLES
    for name in _numbers(example)
]


def test_every_kind_of_command_has_an_example() -> None:
    assert tuple(type(example) for example in EXAMPLES) == get_args(Command)
    assert not any(is_out_of_range(example) for example in EXAMPLES)


def test_every_row_of_the_table_is_met() -> None:
    assert {_row(name) for example in EXAMPLES for name in _numbers(example)} == set(RANGES)


@pytest.mark.parametrize(("example", "name"), CASES)
def test_a_range_holds_its_ends(example: Any, name: str) -> None:
    low, high = RANGES[_row(name)]
    for number in (low, low + 1, high - 1, high):
        assert not is_out_of_range(_with(example, name, number))


@pytest.mark.parametrize(("example", "name"), CASES)
def test_a_range_holds_nothing_beyond(
    spot: Venue,
    books: Venue,
    loans: Venue,
    perps: Venue,
    margined: Venue,
    world: Venue,
    example: Any,
    name: str,
) -> None:
    low, high = RANGES[_row(name)]
    for number in (low - 1, high + 1, -(10**5_000), 10**5_000):
        for venue in (spot, books, loans, perps, margined, world):
            outcome = venue.apply(_with(example, name, number))
            assert isinstance(outcome, Rejected)
            assert outcome.reason is Reason.OUT_OF_RANGE
            assert outcome.index == 0


def test_what_is_absent_has_no_range() -> None:
    assert not is_out_of_range(_make(CancelAll))
    assert not is_out_of_range(_make(PlaceOrder, order=_new_order()))
    assert not is_out_of_range(_make(SwapLoan))
    assert not is_out_of_range(_make(SetRisk))

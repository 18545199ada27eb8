"""No number that does not fit reaches the kernel: ranges of NUM-010 in every field."""

from collections.abc import Iterator
from typing import Any

from attrs import evolve, fields_dict

from tallystick.fast import Build, FastEngine
from tallystick.reference.types.choices import MarketKind, Profile, Side
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
from tallystick.reference.types.loan_commands import (
    PayClaims,
    PayInterest,
    RenewLoan,
    RollLoan,
    SetLoanTerms,
    SwapLoan,
)
from tallystick.reference.types.outcome import Rejected
from tallystick.reference.types.perp_commands import (
    CollectDebt,
    RepayDebts,
    SetFundingRate,
    TrueUp,
)
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FundingRate,
    LoanId,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)
from tests.fast.venues import Venue, place

# Copied from the table of NUM-010.
ID = (1, 2**31 - 1)
SIZE = (1, 2**40)
RANGES = {
    "signer": (0, 2**31 - 1),
    "delegate": ID,
    "account": ID,
    "to_account": ID,
    "asset": ID,
    "market": ID,
    "atoms": (1, 2**56),
    "lot_atoms": SIZE,
    "fee_cap_atoms": (0, 2**56),
    "price": SIZE,
    "tick": SIZE,
    "mark": SIZE,
    "lots": SIZE,
    "open_lots": SIZE,
    "minimum_lots": SIZE,
    "order_id": (1, 2**62 - 1),
    "loan": (1, 2**61 - 1),
    "own_loan": (1, 2**61 - 1),
    "reduce_lots": (0, 2**40),
    "counterparty": ID,
    "creditor": (0, 2**31 - 1),
    "rate": (-30_000, 30_000),
    "now": (0, 2**53 - 1),
    "expires_at": (0, 2**53 - 1),
}
NEW_ORDER_ID = (1, 2**61 - 1)
HUGE = 10**4999  # 5,000 digits
WITHOUT_RANGE = {
    *("kind", "side", "order_type", "self_trade", "reduce_only", "halted", "exempt"),
    *("returnable", "extensible", "auto_renew", "extend", "funding_source"),
}

OWNER = PrincipalId(11)
OPERATOR = PrincipalId(0)
ONE = AccountId(1)
TWO = AccountId(2)
STOCK = AssetId(2)
ORDER = NewOrder(OrderId(1), MarketId(1), Side.BUY, Price(5), Lots(2), expires_at=Milliseconds(9))
COMMANDS: tuple[Command, ...] = (
    OpenAccount(OWNER),
    AddDelegate(OWNER, ONE, PrincipalId(21)),
    RemoveDelegate(OWNER, ONE, PrincipalId(21)),
    Deposit(OWNER, ONE, STOCK, Atoms(1)),
    Withdraw(OWNER, ONE, STOCK, Atoms(1)),
    Transfer(OWNER, ONE, TWO, STOCK, Atoms(1)),
    ListAsset(OPERATOR, Atoms(1), Atoms(1)),
    ListMarket(OPERATOR, STOCK, MarketKind.SPOT, Price(1), Lots(1)),
    SetMark(OPERATOR, STOCK, Price(1)),
    SetHalted(OPERATOR, MarketId(1), False),
    SetFeeExempt(OPERATOR, ONE, False),
    WithdrawTreasury(OPERATOR, STOCK, Atoms(1)),
    AdvanceTime(OPERATOR, Milliseconds(0)),
    PlaceOrder(OWNER, ONE, ORDER),
    AmendOrder(OWNER, ONE, OrderId(1), Price(5), Lots(2)),
    CancelOrder(OWNER, ONE, OrderId(1)),
    ReplaceOrder(OWNER, ONE, OrderId(1), ORDER),
    CancelAll(OWNER, ONE, MarketId(1)),
    PayInterest(OWNER, ONE, LoanId(1), Lots(0), False),
    PayClaims(OWNER, ONE, LoanId(1), Atoms(1)),
    SetLoanTerms(OWNER, ONE, LoanId(1), True),
    SwapLoan(OWNER, ONE, LoanId(1), LoanId(2)),
    RenewLoan(OWNER, ONE, LoanId(1)),
    RollLoan(OWNER, LoanId(1)),
    TrueUp(OWNER, ONE, TWO, MarketId(1)),
    RepayDebts(OWNER, ONE),
    CollectDebt(OWNER, ONE, TWO),
    SetFundingRate(OPERATOR, MarketId(1), FundingRate(0)),
)


def fields_with_range(command: Command) -> Iterator[tuple[str, tuple[int, int]]]:
    """Name and range of every field that has one; those of the order inside by `order.<name>`."""
    for name in fields_dict(type(command)):
        if name == "order":
            for inner in fields_dict(NewOrder):
                if inner not in WITHOUT_RANGE:
                    bounds = NEW_ORDER_ID if inner == "order_id" else RANGES[inner]
                    yield f"order.{inner}", bounds
        elif name not in WITHOUT_RANGE:
            yield name, RANGES[name]


def with_field(command: Command, name: str, number: int) -> Command:
    """The command with a number in one of these fields."""
    outer, _, inner = name.rpartition(".")
    change: dict[str, Any] = {inner: number}
    if outer:
        assert isinstance(command, PlaceOrder | ReplaceOrder)
        return evolve(command, order=evolve(command.order, **change))
    return evolve(command, **change)


def test_every_field_of_every_command_has_its_range(build: Build) -> None:
    # Given a venue, for each profile, and each command with one field at a bound or beyond it
    for profile in FastEngine.PROFILES:
        venue = Venue(build, profile)
        tried = 0
        for command in COMMANDS:
            for name, (lowest, highest) in fields_with_range(command):
                tried += 1
                for number in (lowest - 1, highest + 1, 2**63, -(2**63) - 1, HUGE, -HUGE):
                    # When the number is outside, then it is refused, whatever else is wrong
                    venue.reject(with_field(command, name, number), Reason.OUT_OF_RANGE)
                for number in (lowest, highest):
                    # When it is the first or the last inside, then not for its range
                    fresh = Venue(build, profile)
                    outcome = fresh.engine.apply(with_field(command, name, number))
                    allowed = not isinstance(outcome, Rejected) or (
                        outcome.reason is not Reason.OUT_OF_RANGE
                    )
                    assert allowed, (name, number)
        assert tried == 65 + 20 + 12  # CMD-020 to CMD-044, chapters 07 and 06, and NUM-010


def test_a_batch_is_judged_by_its_own_fields_first(build: Build) -> None:
    # Given a batch whose second command does not fit
    venue = Venue(build, Profile.SPOT_1)
    good = place(1, 1, Side.SELL, 100, 2)
    bad = CancelOrder(OWNER, ONE, OrderId(HUGE))
    # When the batch itself does not fit either, then index 0; otherwise its turn must come
    venue.reject(Batch(PrincipalId(HUGE), ONE, (good, bad)), Reason.OUT_OF_RANGE)
    venue.reject(Batch(OWNER, AccountId(-1), ()), Reason.OUT_OF_RANGE)
    venue.reject(Batch(OWNER, ONE, (good, bad)), Reason.OUT_OF_RANGE, index=2)
    venue.reject(Batch(OWNER, ONE, (bad, good)), Reason.OUT_OF_RANGE, index=1)
    # When a command before it is rejected, then nobody asks
    earlier = CancelOrder(OWNER, ONE, OrderId(7))
    venue.reject(Batch(OWNER, ONE, (earlier, bad)), Reason.UNKNOWN_ORDER, index=1)
    # When there are too many commands, however many, then index 0
    venue.reject(Batch(OWNER, ONE, (bad,) * 5_000), Reason.BATCH_SIZE)


def test_what_is_absent_has_no_range(build: Build) -> None:
    venue = Venue(build, Profile.MATCH_1)
    venue.accept(place(1, 1, Side.SELL, 100, 2, expires_at=None))
    venue.accept(CancelAll(OWNER, ONE, None))

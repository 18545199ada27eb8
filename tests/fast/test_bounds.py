"""Sizes at the end of their ranges, where 64 bits are narrow (NUM-011, SPT-001, SPT-020)."""

from tallystick.conformance.spec_files import load_preset
from tallystick.fast import Build, FastEngine
from tallystick.reference.types.choices import MarketKind, Profile, Side
from tallystick.reference.types.commands import (
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    OpenAccount,
    Withdraw,
)
from tallystick.reference.types.events import FeePaid, Traded
from tallystick.reference.types.outcome import Accepted, Rejected
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, AssetId, Atoms, Lots, Price, PrincipalId
from tests.fast.streams import owner_of
from tests.fast.venues import place

OPERATOR = PrincipalId(0)
SUPPLY = Atoms(2**56)


def wide_venue(build: Build, lot_atoms: int) -> FastEngine:
    """Tick 1, fees of one half, caps that never bind, and all the atoms there can be."""
    engine = FastEngine(
        Profile.SPOT_1,
        load_preset(
            "minimal",
            {
                "spot_maker_fee_rate": 50_000,
                "spot_taker_fee_rate": 50_000,
                "base_fee_cap_atoms": 2**56,
                "reservation_multiple_tenths": 40,
                "max_orders_per_account": 6,
            },
        ),
        build,
    )
    for command in (
        ListAsset(OPERATOR, Atoms(lot_atoms), SUPPLY),
        ListMarket(OPERATOR, AssetId(2), MarketKind.SPOT, Price(1), Lots(1)),
        OpenAccount(owner_of(AccountId(1))),
        OpenAccount(owner_of(AccountId(2))),
        Deposit(owner_of(AccountId(1)), AccountId(1), AssetId(1), SUPPLY),
        Deposit(owner_of(AccountId(2)), AccountId(2), AssetId(2), SUPPLY),
    ):
        accept(engine, command)
    return engine


def accept(engine: FastEngine, command: Command) -> Accepted:
    """Execute a command that must be accepted."""
    outcome = engine.apply(command)
    assert isinstance(outcome, Accepted), (command, outcome)
    return outcome


def reason_of(engine: FastEngine, command: Command) -> Reason:
    """Execute a command that must be rejected."""
    outcome = engine.apply(command)
    assert isinstance(outcome, Rejected), (command, outcome)
    return outcome.reason


def test_price_times_lots_is_bounded_at_2_to_the_54(build: Build) -> None:
    # Given products of 80 bits, and those one lot or one atom beside the bound
    engine = wide_venue(build, lot_atoms=1)
    too_large = Reason.ORDER_TOO_LARGE
    assert reason_of(engine, place(1, 1, Side.BUY, 2**40, 2**40)) is too_large
    assert reason_of(engine, place(1, 1, Side.BUY, 2**40, 2**14 + 1)) is too_large
    assert reason_of(engine, place(1, 1, Side.BUY, 2**14 + 1, 2**40)) is too_large
    assert reason_of(engine, place(1, 1, Side.BUY, 3, 2**54 // 3 + 1)) is Reason.OUT_OF_RANGE
    assert reason_of(engine, place(1, 1, Side.BUY, 2**15 + 1, 2**39)) is too_large
    # When the product is 2^54 exactly, then it is accepted
    accept(engine, place(1, 1, Side.BUY, 2**40, 2**14))
    accept(engine, place(1, 2, Side.BUY, 2**15, 2**39))


def test_the_atoms_of_an_order_are_bounded_at_2_to_the_56(build: Build) -> None:
    engine = wide_venue(build, lot_atoms=2**40)
    assert reason_of(engine, place(2, 1, Side.SELL, 1, 2**40)) is Reason.ORDER_TOO_LARGE
    assert reason_of(engine, place(2, 1, Side.SELL, 1, 2**16 + 1)) is Reason.ORDER_TOO_LARGE
    accept(engine, place(2, 1, Side.SELL, 1, 2**16))


def test_supply_is_bounded_and_never_wraps(build: Build) -> None:
    # Given all the atoms there can be; when one more comes, it is refused, also as a huge one
    engine = wide_venue(build, lot_atoms=1)
    one, owner = AccountId(1), owner_of(AccountId(1))
    deposit = Deposit(owner, one, AssetId(1), Atoms(1))
    assert reason_of(engine, deposit) is Reason.SUPPLY_LIMIT
    assert reason_of(engine, Deposit(owner, one, AssetId(1), SUPPLY)) is Reason.SUPPLY_LIMIT
    # When one is taken out, then one may come in
    accept(engine, Withdraw(owner, one, AssetId(1), Atoms(1)))
    accept(engine, deposit)


def test_reservations_up_to_four_times_the_greatest_balance(build: Build) -> None:
    # Given a seller of 2^56 atoms at a multiple of 4; when four such orders rest
    engine = wide_venue(build, lot_atoms=2**40)
    for order_id in range(1, 5):
        accept(engine, place(2, order_id, Side.SELL, 1, 2**16))
    # Then 2^58 atoms are reserved, nothing is free, and a fifth order is refused
    assert engine.dump().accounts[1].balances[0].reserved_atoms == 2**58
    owner = owner_of(AccountId(2))
    withdraw = Withdraw(owner, AccountId(2), AssetId(2), Atoms(1))
    assert reason_of(engine, withdraw) is Reason.INSUFFICIENT_FREE_BALANCE
    assert reason_of(engine, place(2, 5, Side.SELL, 1, 1)) is Reason.RESERVATION_LIMIT


def test_fees_on_the_greatest_trade(build: Build) -> None:
    # Given a sell of all the atoms for 2^54 base atoms
    engine = wide_venue(build, lot_atoms=2**40)
    accept(engine, place(2, 1, Side.SELL, 2**38, 2**16))
    # When it is bought
    events = accept(engine, place(1, 1, Side.BUY, 2**38, 2**16)).events
    # Then half of either side goes to the treasury: rate * amount is 2^56 * 50,000, over 2^71
    assert [event.lots for event in events if isinstance(event, Traded)] == [2**16]
    fees = [(event.asset, event.atoms) for event in events if isinstance(event, FeePaid)]
    assert fees == [(2, 2**55), (1, 2**53)]
    assert [asset.treasury_atoms for asset in engine.dump().assets] == [2**53, 2**55]

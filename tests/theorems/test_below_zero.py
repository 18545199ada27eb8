"""MGN-040: an account below zero takes no risk and gives nothing away, whatever it tries.

Marks fall on random histories; then everybody trades near the marks, and each account that is below
zero is followed, with what it does and with what is done to it.
"""

from functools import cache

from attrs import evolve

from tallystick.conformance.checkers.valuation import Portfolios
from tallystick.conformance.checkers.valuation_below import Band, size_atoms
from tallystick.reference.types.choices import MarketKind, OrderType, Side
from tallystick.reference.types.commands import (
    Deposit,
    NewOrder,
    PlaceOrder,
    SetMark,
    Withdraw,
)
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Rejected
from tallystick.reference.types.perp_commands import TrueUp
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Atoms, Lots, OrderId, Price
from tests.theorems.crashes import Crash, Low
from tests.theorems.worlds import (
    BASE,
    COIN,
    GRAIN,
    OPERATOR,
    Climate,
    World,
    market_of,
    owner_of,
)

ONE = AccountId(1)
SEEDS = range(16)


def equity(state: StateDump, account: AccountId) -> int:
    """RBV at scale 0 without orders (MGN-070)."""
    bare = tuple(evolve(market, bids=(), asks=()) for market in state.markets)
    return Portfolios(evolve(state, markets=bare)).value(account, 0)


@cache
def lows() -> tuple[tuple[Low, ...], ...]:
    """Of every seed; made once."""
    return tuple(tuple(Crash(seed).run()) for seed in SEEDS)


def test_nothing_lowers_an_account_below_zero() -> None:
    """Neither its own commands nor those of others: orders, true-ups, swaps and collected debts."""
    own = others = 0
    for low in (each for found in lows() for each in found):
        before, after = low.values()
        if after.initial_atoms < 0 or not low.is_own:
            assert after.initial_atoms >= before.initial_atoms, low
            assert after.maintenance_atoms >= before.maintenance_atoms, low
        own += low.is_own
        others += not low.is_own
    assert own > 100
    assert others > 300


def test_equity_falls_by_no_more_than_the_charges() -> None:
    """Over whole sequences below zero: what is lost was in the stress charges when it fell below.

    Charges are what RBV initial is below the equity: stress, and the terms of orders.
    """
    lost = sequences = 0
    for found in lows():
        first: dict[AccountId, Low] = {}
        for low in found:
            start = first.setdefault(low.account, low)
            values = low.values()
            if values[1].initial_atoms >= 0:
                del first[low.account]
                continue
            equities = [equity(state, low.account) for state in (start.before, low.after)]
            initials = [start.values()[0].initial_atoms, values[1].initial_atoms]
            charges = [whole - value for whole, value in zip(equities, initials, strict=True)]
            fall = equities[0] - equities[1]
            assert fall <= charges[0] - charges[1], low
            lost += fall > 0
            sequences += 1
    assert sequences > 400
    assert lost > 50


def test_own_commands_below_zero_only_shrink() -> None:
    """In no asset but the base asset is more held after a checked command than before."""
    shrunk = 0
    for low in (each for found in lows() for each in found):
        after = low.values()[1]
        if not low.is_own or not isinstance(low.command, PlaceOrder) or after.initial_atoms >= 0:
            continue
        for asset in (COIN, GRAIN):
            sizes = [
                size_atoms(held.parts(low.account).get(asset))
                for held in (low.held_before, low.held_after)
            ]
            assert sizes[1] <= sizes[0], low
            shrunk += sizes[1] < sizes[0]
    assert shrunk > 10


def test_a_far_price_is_refused_and_one_in_the_band_is_not() -> None:
    """Account 1, long 150 lots from 100, is below zero at 75; its band begins at 71."""
    for price, reason in ((70, Reason.INSUFFICIENT_MARGIN), (71, None)):
        world = _long_and_low()
        margin = world.dump().parameters.margin
        assert margin is not None
        assert Band.of_asset(world.dump().assets[COIN - 1], margin).lowest == 71
        # Cash for all of its loss, so that no debt has a part in it.
        world.accept(Deposit(owner_of(ONE), ONE, BASE, Atoms(1_300)))
        assert Portfolios(world.dump()).values(ONE).maintenance_atoms < 0
        assert _sold_at(world, price) is reason


def test_who_has_no_cash_may_reduce_and_owe_the_rest() -> None:
    """MGN-033: the whole leg is settled, which costs more than the account has in base atoms.

    After a true-up, which opens that debt too, a sale at 71 opens another, of (75 - 71) * 10.
    """
    for is_settled in (False, True):
        for price, reason in ((70, Reason.INSUFFICIENT_MARGIN), (71, None)):
            world = _long_and_low()
            if is_settled:
                market = market_of(COIN, MarketKind.PERP)
                world.accept(TrueUp(owner_of(ONE), ONE, AccountId(2), market))
            before = Portfolios(world.dump()).values(ONE)
            assert _sold_at(world, price) is reason
            assert (Portfolios(world.dump()).values(ONE) > before) == (reason is None)
        assert sum(debt.atoms for debt in world.dump().debts or ()) > 1_000


def _long_and_low() -> World:
    climate = Climate(riches=3_000, has_fees=False, more=(("initial_scale_permille", 1_000),))
    world = World(3, climate)
    for balance in world.dump().accounts[ONE - 1].balances:
        if balance.asset != BASE:
            world.accept(Withdraw(owner_of(ONE), ONE, balance.asset, balance.atoms))
    for number, side, kind in ((2, Side.SELL, OrderType.LIMIT), (1, Side.BUY, OrderType.IOC)):
        world.accept(_order(world, AccountId(number), side, 100, 150, kind))
    world.accept(SetMark(OPERATOR, COIN, Price(75)))
    assert Portfolios(world.dump()).values(ONE).maintenance_atoms < 0
    return world


def _sold_at(world: World, price: int) -> Reason | None:
    """Why account 1 may not sell 10 lots to account 4 at a price; None if it may."""
    world.accept(_order(world, AccountId(4), Side.BUY, price, 10, OrderType.LIMIT))
    outcome = world.apply(_order(world, ONE, Side.SELL, price, 10, OrderType.IOC))
    return outcome.reason if isinstance(outcome, Rejected) else None


def _order(
    world: World, account: AccountId, side: Side, price: int, lots: int, kind: OrderType
) -> PlaceOrder:
    number = OrderId(world.state.accounts[account].last_order_id + 1)
    market = market_of(COIN, MarketKind.PERP)
    order = NewOrder(number, market, side, Price(price), Lots(lots), kind)
    return PlaceOrder(owner_of(account), account, order)

"""MGN-040: an account below zero takes no risk and gives nothing away, whatever it tries.

Marks fall on random histories; then everybody trades near the marks, and each account that is below
zero is followed, with what it does and with what is done to it.
"""

from functools import cache
from itertools import product

from attrs import evolve, frozen

from tallystick.conformance.checkers.valuation import Portfolios, Values
from tallystick.conformance.checkers.valuation_below import Band, size_atoms
from tallystick.conformance.checkers.valuation_judge import ValuationJudge, own_account
from tallystick.conformance.checkers.valuation_parts import ATOM_UNIT
from tallystick.reference.types.choices import MarketKind, OrderType, SelfTrade, Side
from tallystick.reference.types.commands import (
    CancelAll,
    Command,
    Deposit,
    NewOrder,
    PlaceOrder,
    SetMark,
    Withdraw,
)
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Accepted, Rejected
from tallystick.reference.types.perp_commands import TrueUp
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Atoms, Lots, MarketId, OrderId, Price
from tests.theorems.moves import Mover
from tests.theorems.worlds import (
    ACCOUNTS,
    BASE,
    COIN,
    GRAIN,
    HOUR,
    MARKETS,
    OPERATOR,
    Climate,
    World,
    market_of,
    owner_of,
)

ONE, RICH = AccountId(1), AccountId(5)
PEACE, AFTERMATH = 30, 150
SEEDS = range(16)
NEAR_PERMILLE = 40


@frozen
class Low:
    """An account that was below zero before a command, and what it had before and after it."""

    account: AccountId
    command: Command
    before: StateDump
    after: StateDump

    @property
    def is_own(self) -> bool:
        """Whether the command is the account's own."""
        return own_account(self.command) == self.account

    def values(self) -> tuple[Values, Values]:
        """Both RBV before and after."""
        before, after = (Portfolios(one) for one in (self.before, self.after))
        return before.values(self.account), after.values(self.account)


def equity(state: StateDump, account: AccountId) -> int:
    """RBV at scale 0 without orders (MGN-070)."""
    bare = tuple(evolve(market, bids=(), asks=()) for market in state.markets)
    return Portfolios(evolve(state, markets=bare)).value(account, 0)


class Crash:
    """A history with a fall of the marks in it, and trades near the marks behind that."""

    def __init__(self, seed: int) -> None:
        more = (
            ("mark_valid_ms", 2_000 * HOUR),
            ("initial_scale_permille", (1_200, 1_000)[seed // 2 % 2]),
        )
        # Where fees are ten per cent of everything, hardly a trade helps.
        climate = Climate(has_fees=seed % 2 == 0, riches=900, boldness=10, more=more)
        self.world = World(seed, climate)
        self.mover = Mover(self.world)
        self.judge = ValuationJudge()
        self.rejected = 0

    def run(self) -> list[Low]:
        """What befell the accounts that were below zero."""
        for _ in range(PEACE):
            self.world.apply(self.mover.command())
        self.lever()
        self.fall()
        found, before = [], self.world.dump()
        low = self.low(before)
        for number in range(AFTERMATH):
            if number % 25 == 0:
                self.quote()
                before = self.world.dump()
                low = self.low(before)
            command = self.command(low)
            outcome = self.world.apply(command)
            if not isinstance(outcome, Accepted):
                self.rejected += outcome.reason is Reason.INSUFFICIENT_MARGIN
                continue
            after = self.world.dump()
            assert self.judge.judge(before, command, outcome, after) == ()
            found += [Low(account, command, before, after) for account in low]
            before, low = after, self.low(after)
        return found

    def quote(self) -> None:
        """The rich account stands ready on both sides of the marks."""
        self.world.accept(CancelAll(owner_of(RICH), RICH))
        for asset, kind in product((COIN, GRAIN), (MarketKind.SPOT, MarketKind.PERP)):
            mark = self.world.state.assets[asset].mark or 0
            for side, price in ((Side.BUY, mark - 1), (Side.SELL, mark + 1)):
                number = OrderId(self.world.state.accounts[RICH].last_order_id + 1)
                order = NewOrder(number, market_of(asset, kind), side, Price(price), Lots(20))
                order = evolve(order, self_trade=SelfTrade.CANCEL_MAKER)
                self.world.apply(PlaceOrder(owner_of(RICH), RICH, order))

    def low(self, state: StateDump) -> list[AccountId]:
        """Who is below zero."""
        values = Portfolios(state).all_values()
        return [account for account, one in values.items() if one.initial_atoms < 0]

    def lever(self) -> None:
        """Four accounts take as much from a rich one as they may: positions, loans and spot."""
        for asset in (BASE, COIN, GRAIN):
            self.world.accept(Deposit(owner_of(RICH), RICH, asset, Atoms(10**6)))
        lend, spot, perp = MarketKind.LEND, MarketKind.SPOT, MarketKind.PERP
        for account in ACCOUNTS[:-1]:
            first, second = (COIN, GRAIN) if account < 3 else (GRAIN, COIN)
            wishes = (
                ((BASE, lend), (first, spot)) if account % 2 else ((first, perp), (second, perp))
            )
            for asset, kind in wishes:
                for lots in (200, 100, 70, 50, 30, 20, 10, 5):
                    if self.is_traded(market_of(asset, kind), account, lots):
                        break

    def is_traded(self, market: MarketId, account: AccountId, lots: int) -> bool:
        """Whether the account could buy near the mark, or borrow at 200, from the rich one."""
        asset, kind = MARKETS[market - 1]
        mark = self.world.state.assets[asset].mark or 0
        price = Price(200 if kind is MarketKind.LEND else mark + mark // 50)
        traded = False
        for one, side, how in (
            (RICH, Side.SELL, OrderType.LIMIT),
            (account, Side.BUY, OrderType.IOC),
        ):
            number = OrderId(self.world.state.accounts[one].last_order_id + 1)
            order = NewOrder(number, market, side, price, Lots(lots), how)
            outcome = self.world.apply(PlaceOrder(owner_of(one), one, order))
            traded = isinstance(outcome, Accepted)
        self.world.accept(CancelAll(owner_of(RICH), RICH))
        return traded

    def fall(self) -> None:
        """Move the marks one way until somebody is well below zero."""
        permille = self.world.random.choice((960, 960, 960, 1_040))
        for _ in range(12):
            values = Portfolios(self.world.dump()).all_values().values()
            if sum(one.initial_atoms < -20 for one in values) >= 2:
                return
            for asset in (COIN, GRAIN):
                mark = self.world.state.assets[asset].mark or 100
                self.world.accept(SetMark(OPERATOR, asset, Price(mark * permille // 1_000)))

    def smaller(self, account: AccountId, order: NewOrder) -> NewOrder:
        """The same order on a side that makes less of what the account has, if it trades."""
        asset, kind = MARKETS[order.market - 1]
        part = Portfolios(self.world.dump()).parts(account).get(asset)
        if part is None or kind is MarketKind.LEND:
            return order
        lots = part.position_lots + part.holding // (part.asset.lot_atoms * ATOM_UNIT)
        side = Side.SELL if lots > 0 else Side.BUY
        return evolve(order, side=side, order_type=OrderType.LIMIT)

    def command(self, low: list[AccountId]) -> Command:
        """An order near the mark, mostly of somebody below zero, or something else.

        No extension: that costs ten more days of interest, and is always accepted (MGN-030).
        """
        random = self.world.random
        chosen = random.choice(low) if low and random.random() < 0.6 else self.mover.account()
        drawn = random.random()
        if drawn < 0.7:
            order = self.mover.new_order(chosen, reach=NEAR_PERMILLE)
            order = evolve(order, lots=Lots(random.randint(1, 20)))
            if chosen in low and random.random() < 0.6:
                order = self.smaller(chosen, order)
            return PlaceOrder(owner_of(chosen), chosen, order)
        makers = (
            Mover.cancel,
            Mover.replace,
            Mover.amend,
            Mover.true_up,
            Mover.swap,
            Mover.collect,
        )
        return random.choice(makers)(self.mover)


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
        first: dict[AccountId, StateDump] = {}
        for low in found:
            start = first.setdefault(low.account, low.before)
            values = low.values()
            if values[1].initial_atoms >= 0:
                del first[low.account]
                continue
            charges = [
                equity(state, low.account) - Portfolios(state).values(low.account).initial_atoms
                for state in (start, low.after)
            ]
            fall = equity(start, low.account) - equity(low.after, low.account)
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
                size_atoms(Portfolios(state).parts(low.account).get(asset))
                for state in (low.before, low.after)
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

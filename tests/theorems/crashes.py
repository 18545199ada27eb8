"""Histories in which the marks fall until somebody is below zero, and what befalls him then."""

from itertools import product

from attrs import evolve, field, frozen

from tallystick.conformance.checkers.valuation import Portfolios, Values
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
)
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Accepted
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

RICH = AccountId(5)
PEACE, AFTERMATH = 30, 125
NEAR_PERMILLE = 40


@frozen
class Low:
    """An account that was below zero before a command, and what it had before and after it."""

    account: AccountId
    command: Command
    before: StateDump
    after: StateDump
    held_before: Portfolios = field(repr=False)
    held_after: Portfolios = field(repr=False)

    @property
    def is_own(self) -> bool:
        """Whether the command is the account's own."""
        return own_account(self.command) == self.account

    def values(self) -> tuple[Values, Values]:
        """Both RBV before and after."""
        return self.held_before.values(self.account), self.held_after.values(self.account)


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

    def run(self) -> list[Low]:
        """What befell the accounts that were below zero."""
        for _ in range(PEACE):
            self.world.apply(self.mover.command())
        self.lever()
        self.fall()
        found, before = [], self.world.dump()
        held = Portfolios(before)
        low = self.low(held)
        for number in range(AFTERMATH):
            if number % 25 == 0:
                self.quote()
                before = self.world.dump()
                held = Portfolios(before)
                low = self.low(held)
            command = self.command(low)
            outcome = self.world.apply(command)
            if not isinstance(outcome, Accepted):
                continue
            after = self.world.dump()
            assert self.judge.judge(before, command, outcome, after) == ()
            held_after = Portfolios(after)
            states = (before, after, held, held_after)
            found += [Low(account, command, *states) for account in low]
            before, held, low = after, held_after, self.low(held_after)
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

    def low(self, held: Portfolios) -> list[AccountId]:
        """Who is below zero."""
        values = held.all_values()
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

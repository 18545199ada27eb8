"""Random commands of profile perp/1: those of `streams`, and many about legs, debts and funding."""

from random import Random

from tallystick.reference.types.choices import (
    FundingSource,
    MarketKind,
    OrderType,
    SelfTrade,
    Side,
)
from tallystick.reference.types.commands import (
    AdvanceTime,
    AmendOrder,
    Batch,
    CancelOrder,
    Command,
    Deposit,
    InnerCommand,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
    PlaceOrder,
    ReplaceOrder,
    SetMark,
    Transfer,
    Withdraw,
)
from tallystick.reference.types.dump import DebtDump, LegDump, OrderDump, StateDump
from tallystick.reference.types.perp_commands import (
    CollectDebt,
    RepayDebts,
    SetFundingRate,
    TrueUp,
)
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FundingRate,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)
from tests.fast.streams import BASE, OPERATOR, STOCK, Stream, owner_of

HOUR = 3_600_000
TICK = 8 * HOUR
PERP = MarketId(2)
MARKETS = (PERP, PERP, MarketId(3))
OTHER_ASSET = AssetId(3)
ACCOUNTS = tuple(AccountId(number) for number in range(1, 7))
SET_UP: tuple[Command, ...] = (
    SetMark(OPERATOR, STOCK, Price(1000)),
    ListAsset(OPERATOR, Atoms(10), Atoms(5)),
    ListMarket(OPERATOR, OTHER_ASSET, MarketKind.PERP, Price(5), Lots(1), FundingSource.PUBLISHED),
    SetMark(OPERATOR, OTHER_ASSET, Price(500)),
    *(OpenAccount(owner_of(account)) for account in ACCOUNTS[3:]),
    *(Deposit(owner_of(account), account, BASE, Atoms(1_000)) for account in ACCOUNTS[3:]),
)
"""What a stream begins with: a second perpetual market, and more accounts if there is room."""
WIDE_PERPS = {
    "max_accounts": 6,
    "max_legs": 12,
    "max_legs_per_command": 12,
    "max_debts": 30,
    "max_debts_per_account": 12,
    "max_position_lots": 60,
}


class PerpStream(Stream):
    """Draws commands one by one; three quarters of them are about perpetual markets."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._draw = Random(seed)
        self._begun = 0
        self._accounts = list(ACCOUNTS[:3])
        self._legs: list[tuple[MarketId, LegDump]] = []
        self._orders: list[tuple[MarketId, OrderDump]] = []
        self._debts: tuple[DebtDump, ...] = ()
        self._marks: dict[MarketId, int] = {}
        self._last_ids = dict.fromkeys(ACCOUNTS, 0)

    def seen(self, dump: StateDump) -> None:
        """Look at the present state."""
        super().seen(dump)
        self._accounts = [account.account for account in dump.accounts]
        for account in dump.accounts:
            self._last_ids[account.account] = account.last_order_id
        perps = [market for market in dump.markets if market.kind is MarketKind.PERP]
        self._legs = [(market.market, leg) for market in perps for leg in market.legs or ()]
        self._orders = [
            (market.market, order) for market in perps for order in market.bids + market.asks
        ]
        self._debts = dump.debts or ()
        marks = {asset.asset: asset.mark or 1000 for asset in dump.assets}
        self._marks = {market.market: marks[market.asset] for market in perps}

    def command(self) -> Command:
        """The next command."""
        if self._begun < len(SET_UP):
            self._begun += 1
            return SET_UP[self._begun - 1]
        drawn = self._draw.random()
        account = self._draw.choice(self._accounts)
        if drawn < 0.15:
            return super().command()
        if drawn < 0.6:
            return self._placed(account)
        if drawn < 0.68:
            return self._of_time_or_mark()
        if drawn < 0.8:
            return self._of_debts_or_legs(account)
        if drawn < 0.88:
            return self._of_money(account)
        if drawn < 0.94:
            return self._of_an_order(account)
        count = self._draw.choice((2, 2, 3))
        inner: list[InnerCommand] = []
        for _ in range(count):
            kind = self._draw.random()
            if kind < 0.6:
                inner.append(self._placed(account))
            elif kind < 0.8:
                inner.append(self._of_an_order(account))
            else:
                inner.append(self._true_up(account))
        return Batch(owner_of(account), account, tuple(inner))

    def _placed(self, account: AccountId) -> PlaceOrder:
        return PlaceOrder(owner_of(account), account, self._new_order(account))

    def _new_order(self, account: AccountId) -> NewOrder:
        market = self._draw.choice(MARKETS)
        mark = self._marks.get(market, 1000)
        self._last_ids[account] += 1
        return NewOrder(
            OrderId(self._last_ids[account]),
            market,
            self._draw.choice(list(Side)),
            Price(max(5, mark // 5 * 5 + 5 * self._draw.choice((-40, -2, -1, 0, 0, 1, 2, 40)))),
            Lots(self._draw.choice((2, 2, 4, 6, 8, 12, 20, 40))),
            self._draw.choice((*[OrderType.LIMIT] * 6, OrderType.IOC, *OrderType)),
            self._draw.choice((None, *[SelfTrade.CANCEL_MAKER] * 5, *SelfTrade)),
            Milliseconds(self._now + HOUR) if self._draw.random() < 0.1 else None,
            reduce_only=self._draw.random() < 0.2,
        )

    def _of_an_order(self, account: AccountId) -> InnerCommand:
        own = [order for _, order in self._orders if order.account == account]
        if not own:
            return self._placed(account)
        order = self._draw.choice(own)
        signer = owner_of(account)
        drawn = self._draw.random()
        if drawn < 0.2:
            return CancelOrder(signer, account, order.order_id)
        if drawn < 0.6:
            price = Price(max(5, order.price + 5 * self._draw.choice((-40, -1, 0, 1, 40))))
            lots = Lots(max(1, order.open_lots + self._draw.choice((-2, 0, 2, 20))))
            return AmendOrder(signer, account, order.order_id, price, lots)
        return ReplaceOrder(signer, account, order.order_id, self._new_order(account))

    def _of_time_or_mark(self) -> Command:
        drawn = self._draw.random()
        if drawn < 0.5:
            following = (self._now // TICK + 1) * TICK
            times = [
                self._now + 1,
                self._now + HOUR // 2,
                self._now + HOUR,
                following - HOUR // 2 - 1,
                following - HOUR // 2,
                following - 1,
                following,
                following + TICK,
                self._now + 24 * HOUR,
                *[debt.due + late for debt in self._debts for late in (0, 1)],
            ]
            now = max(self._now, self._draw.choice(times))
            return AdvanceTime(OPERATOR, Milliseconds(now))
        market = self._draw.choice(MARKETS)
        if drawn < 0.7:
            rate = FundingRate(self._draw.choice((-30_001, -30_000, -7, 0, 1, 29_999, 30_000)))
            return SetFundingRate(OPERATOR, MarketId(3) if drawn < 0.68 else market, rate)
        asset = STOCK if market == PERP else OTHER_ASSET
        mark = self._marks.get(market, 1000) + self._draw.choice((-300, -20, -1, 0, 1, 20, 300))
        return SetMark(OPERATOR, asset, Price(max(1, mark)))

    def _true_up(self, account: AccountId) -> TrueUp:
        own = [
            (market, leg.long_account + leg.short_account - account)
            for market, leg in self._legs
            if account in (leg.long_account, leg.short_account)
        ]
        market, other = self._draw.choice(own) if own else (PERP, 1 + account % 3)
        if self._draw.random() < 0.05:
            other = self._draw.choice((account, 7))
        return TrueUp(owner_of(account), account, AccountId(other), market)

    def _of_debts_or_legs(self, account: AccountId) -> Command:
        drawn = self._draw.random()
        if drawn < 0.5:
            return self._true_up(account)
        if drawn < 0.6:
            return RepayDebts(owner_of(account), account)
        if self._debts and drawn < 0.9:
            debt = self._draw.choice(self._debts)
            return CollectDebt(PrincipalId(99), debt.debtor, debt.creditor)
        return CollectDebt(OPERATOR, account, AccountId(self._draw.choice((0, 1, 7))))

    def _of_money(self, account: AccountId) -> Command:
        drawn = self._draw.random()
        owner = owner_of(account)
        atoms = Atoms(self._draw.choice((1, 100, 1_000, 3_000)))
        if drawn < 0.5:
            return Deposit(owner, account, BASE, atoms)
        if drawn < 0.7:
            return Transfer(owner, account, self._draw.choice(self._accounts), BASE, atoms)
        return Withdraw(owner, account, BASE, atoms)

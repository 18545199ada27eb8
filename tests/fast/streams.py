"""Random commands for a venue of three accounts: mostly sensible, now and then absurd."""

from random import Random

from tallystick.reference.types.choices import MarketKind, OrderType, Profile, SelfTrade, Side
from tallystick.reference.types.commands import (
    AddDelegate,
    AdvanceTime,
    AmendOrder,
    Batch,
    CancelAll,
    CancelOrder,
    Command,
    Deposit,
    InnerCommand,
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
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Permille,
    Price,
    PrincipalId,
)

OPERATOR = PrincipalId(0)
BASE = AssetId(1)
STOCK = AssetId(2)
ACCOUNTS = (AccountId(1), AccountId(2), AccountId(3))
ABSURD = (0, -1, 2**31, 2**40 + 1, 2**56 + 1, 2**62, 2**63, 2**64, 10**30)


def owner_of(account: AccountId) -> PrincipalId:
    """Owner of one of the three accounts: the first and the third belong together."""
    return PrincipalId(12 if account == 2 else 11)


def opening(profile: Profile) -> list[Command]:
    """Asset 2, its spot market, three accounts; with money where there is a ledger, in match/1 with
    a loan market of the base asset, in lend/1 with one of asset 2, in perp/1 with its perpetual, in
    margin/1 with both, a mark and risk values."""
    commands: list[Command] = [
        ListAsset(OPERATOR, Atoms(10), Atoms(5)),
        ListMarket(OPERATOR, STOCK, MarketKind.SPOT, Price(5), Lots(2)),
    ]
    if profile is Profile.MATCH_1:
        commands.append(ListMarket(OPERATOR, BASE, MarketKind.LEND, Price(5), Lots(3)))
    if profile.has_lending:
        commands.append(ListMarket(OPERATOR, STOCK, MarketKind.LEND, Price(5), Lots(2)))
    if profile.has_perpetuals:
        commands.append(ListMarket(OPERATOR, STOCK, MarketKind.PERP, Price(5), Lots(2)))
    if profile.has_margin:
        values = Permille(100), Permille(30), Permille(20)
        commands.append(SetRisk(OPERATOR, STOCK, *values))
        commands.append(SetMark(OPERATOR, STOCK, Price(100)))
    for account in ACCOUNTS:
        commands.append(OpenAccount(owner_of(account)))
        if profile.has_ledger:
            commands.append(Deposit(owner_of(account), account, BASE, Atoms(1000)))
            commands.append(Deposit(owner_of(account), account, STOCK, Atoms(500)))
    return commands


class Stream:
    """Draws commands one by one; `seen` tells it the state, so that they often hit something."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._last_ids = dict.fromkeys(ACCOUNTS, 0)
        self._live: list[tuple[AccountId, OrderId, Price]] = []
        self._now = 0

    def seen(self, dump: StateDump) -> None:
        """Look at the present state."""
        self._now = dump.now
        self._live = [
            (order.account, order.order_id, order.price)
            for market in dump.markets
            for order in market.bids + market.asks
        ]
        for account in dump.accounts[: len(ACCOUNTS)]:
            self._last_ids[account.account] = account.last_order_id

    def command(self) -> Command:
        """The next command."""
        account = self._random.choice(ACCOUNTS)
        signer = self._signer(account)
        drawn = self._random.random()
        if drawn < 0.65:
            return self._inner(signer, account)
        if drawn < 0.8:
            count = self._random.choice([0, 1, 2, 2, 3, 3, 3, 4])
            return Batch(
                signer,
                account,
                tuple(
                    self._inner(signer, account)
                    if self._chance(0.98)
                    else self._inner(OPERATOR, account)
                    for _ in range(count)
                ),
            )
        if drawn < 0.9:
            return self._money(signer, account)
        return self._listing(account)

    def _chance(self, part: float) -> bool:
        return self._random.random() < part

    def _maybe_absurd(self, number: int) -> int:
        return self._random.choice(ABSURD) if self._chance(0.004) else number

    def _signer(self, account: AccountId) -> PrincipalId:
        if self._chance(0.04):
            return PrincipalId(self._maybe_absurd(self._random.choice([0, 11, 12, 21])))
        return owner_of(account)

    def _price(self) -> Price:
        if self._live and self._chance(0.3):
            return self._random.choice(self._live)[2]
        odd = 1 if self._chance(0.02) else 0
        return Price(self._maybe_absurd(self._random.choice([90, 95, 100, 100, 105, 110]) + odd))

    def _lots(self) -> Lots:
        return Lots(self._maybe_absurd(self._random.choice([1, 2, 3, 3, 4, 5, 6, 6, 6, 9, 40])))

    def _market(self) -> MarketId:
        return MarketId(self._maybe_absurd(self._random.choice([1, 1, 1, 1, 2])))

    def _order(self, account: AccountId) -> NewOrder:
        # Ids are taken in advance: several orders of one batch must follow each other.
        self._last_ids[account] += self._random.choice([0, 1, 1, 1, 1, 1, 1, 2])
        return NewOrder(
            OrderId(self._maybe_absurd(self._last_ids[account])),
            self._market(),
            self._random.choice(list(Side)),
            self._price(),
            self._lots(),
            self._random.choice([OrderType.LIMIT] * 5 + list(OrderType)),
            self._random.choice([None, SelfTrade.CANCEL_MAKER, *SelfTrade]),
            Milliseconds(self._now + self._random.choice([0, 1, 2, 20]))
            if self._chance(0.3)
            else None,
            self._chance(0.01),
        )

    def _order_id(self, account: AccountId) -> OrderId:
        own = [order_id for owner, order_id, _ in self._live if owner == account]
        if own and self._chance(0.9):
            return self._random.choice(own)
        return OrderId(self._maybe_absurd(max(1, self._last_ids[account])))

    def _inner(self, signer: PrincipalId, account: AccountId) -> InnerCommand:
        drawn = self._random.random()
        if drawn < 0.6:
            return PlaceOrder(signer, account, self._order(account))
        if drawn < 0.75:
            return AmendOrder(signer, account, self._order_id(account), self._price(), self._lots())
        if drawn < 0.85:
            return CancelOrder(signer, account, self._order_id(account))
        if drawn < 0.97:
            return ReplaceOrder(signer, account, self._order_id(account), self._order(account))
        return CancelAll(signer, account, self._random.choice([None, MarketId(1), self._market()]))

    def _money(self, signer: PrincipalId, account: AccountId) -> Command:
        asset = AssetId(self._random.choice([1, 1, 2, 2, 3]))
        atoms = Atoms(self._maybe_absurd(self._random.choice([1, 50, 100, 300, 500])))
        kind = self._random.randrange(6)
        if kind == 0:
            return Deposit(signer, account, asset, atoms)
        if kind == 1:
            return Transfer(signer, account, self._random.choice(ACCOUNTS), asset, atoms)
        if kind == 2:
            return WithdrawTreasury(OPERATOR, asset, Atoms(self._random.choice([1, 2, 5])))
        return Withdraw(signer, account, asset, atoms)

    def _listing(self, account: AccountId) -> Command:
        delegate = PrincipalId(self._random.choice([owner_of(account), 21, 22, 23, 24]))
        asset = AssetId(self._random.choice([1, 2, 3]))
        choices: list[Command] = [
            OpenAccount(PrincipalId(self._random.choice([0, 11]))),
            AddDelegate(owner_of(account), account, delegate),
            AddDelegate(owner_of(account), account, delegate),
            RemoveDelegate(owner_of(account), account, delegate),
            ListAsset(OPERATOR, Atoms(7), Atoms(0)),
            ListMarket(OPERATOR, asset, self._random.choice(list(MarketKind)), Price(1), Lots(1)),
            SetMark(OPERATOR, asset, self._price()),
            SetHalted(OPERATOR, MarketId(1), self._chance(0.2)),
            SetFeeExempt(OPERATOR, account, self._chance(0.5)),
        ]
        step = self._random.choice([-1, 0, 1, 1, 2, 5])
        advance = AdvanceTime(OPERATOR, Milliseconds(max(0, self._now + step)))
        return advance if self._chance(0.4) else self._random.choice(choices)

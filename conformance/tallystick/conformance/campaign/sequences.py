"""The commands of a campaign, one sequence after another (CNF-022, CNF-026)."""

from collections.abc import Iterator
from itertools import count, islice

from attrs import define

from tallystick.conformance.campaign.fields import owner_of
from tallystick.conformance.campaign.sent_loans import HOUR_MILLISECONDS, SentLoans
from tallystick.conformance.campaign.sent_orders import SentOrders
from tallystick.conformance.campaign.splitmix import INCREMENT, SplitMix64
from tallystick.conformance.campaign.stories import Stories
from tallystick.conformance.campaign.tables import (
    COMMANDS_PER_SEQUENCE,
    FIRST_TIME,
    INNER_KINDS,
    KINDS,
    LOAN_KINDS,
    NOBODY,
    PROFILES,
    SWEEPS,
    WORLDS,
)
from tallystick.reference.types import commands as c
from tallystick.reference.types.choices import MarketKind, OrderType, Profile, SelfTrade
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)

_KINDS = tuple(KINDS)
_INNER_KINDS = tuple(INNER_KINDS)
_KIND_WEIGHTS, _INNER_WEIGHTS = (
    {
        profile: tuple(weights[place] for weights in kinds.values())
        for place, profile in enumerate(PROFILES)
    }
    for kinds in (KINDS, INNER_KINDS)
)
_TIME_WEIGHTS = {
    Profile.MATCH_1: (29, 2, 1),
    Profile.SPOT_1: (29, 2, 1),
    Profile.LEND_1: (24, 2, 1, 22, 22),
}
_TYPES = (OrderType.LIMIT, OrderType.POST_ONLY, OrderType.IOC, OrderType.FOK)
_POLICIES = (None, *SelfTrade)


@define
class _Sequence(Stories):
    """One sequence of commands."""

    def commands(self) -> Iterator[c.Command]:
        yield from self.set_up()
        self.gap = (0, 2, 4)[self.draws.draw(3)]
        self.focus = 1 + self.draws.draw(len(self.markets))
        self.lean = self.draws.draw(3)
        if self.profile is Profile.LEND_1:
            yield from self.story()
        while True:
            yield from self.drawn()

    def set_up(self) -> Iterator[c.Command]:
        operator = PrincipalId(0)
        for owner in (11, 12, 11):
            yield c.OpenAccount(PrincipalId(owner))
        for lot_atoms, cap_atoms in zip(
            self.world.lot_atoms, self.world.fee_cap_atoms, strict=True
        ):
            yield c.ListAsset(operator, Atoms(lot_atoms), Atoms(cap_atoms))
        for market in self.markets:
            yield c.ListMarket(
                operator,
                AssetId(market.asset),
                market.kind,
                Price(market.tick),
                Lots(market.minimum_lots),
            )
        yield c.AdvanceTime(operator, Milliseconds(FIRST_TIME))
        if self.profile is not Profile.MATCH_1:
            yield from self.set_up_ledger()

    def set_up_ledger(self) -> Iterator[c.Command]:
        for account, delegate in ((1, 21), (1, 22), (1, 23), (2, 21), (3, 21)):
            yield c.AddDelegate(owner_of(account), AccountId(account), PrincipalId(delegate))
        for account, row in enumerate(self.world.deposit_atoms, start=1):
            for asset, atoms in enumerate(row, start=1):
                yield c.Deposit(owner_of(account), AccountId(account), AssetId(asset), Atoms(atoms))

    def drawn(self) -> Iterator[c.Command]:
        """The next command, or two that belong together."""
        if self.halted and self.draws.draw(16) == 0:
            market, self.halted = self.halted, 0
            yield c.SetHalted(PrincipalId(0), MarketId(market), False)
            return
        kind = _KINDS[self.draws.pick(*_KIND_WEIGHTS[self.profile])]
        if kind == "lending":
            yield from self.lending()
        else:
            yield self.command(kind)

    def command(self, kind: str) -> c.Command:
        if kind in LOAN_KINDS:
            return self.of_loan(kind)
        if kind in INNER_KINDS:
            account = self.account()
            kind = self.sensible(kind, account)
            return self.trading(kind, self.signer(account), account)
        match kind:
            case "batch":
                return self.batch()
            case "sweep":
                return self.sweep()
            case "advance_time":
                return self.advance_time()
            case "set_halted":
                return self.set_halted()
            case "open_account":
                return c.OpenAccount(PrincipalId((13, 0)[self.draws.pick(3, 1)]))
            case "list_asset":
                return c.ListAsset(self.operator(), Atoms(10), Atoms(5))
            case "list_market":
                return self.list_market()
            case "withdraw_treasury" | "set_mark":
                return self.of_asset(kind)
            case "add_delegate" | "remove_delegate":
                return self.of_delegate(kind)
            case _:
                return self.of_account(kind)

    def new_order(self, account: int) -> c.NewOrder:
        order_id, market = self.new_order_id(account), self.market()
        side = self.side()
        price, lots = self.price(market, side), self.lots(market)
        rules = self.rules(market)
        match self.draws.pick(125, 1, 1, 1):
            case 1:
                price, lots = Price(rules.tick * self.world.giant_price_ticks), Lots(2**40)
            case 2:
                lots = Lots(2**40)
            case 3:
                price, lots = Price(rules.tick * 20 + 1), Lots(rules.minimum_lots - 1)
        order = c.NewOrder(
            order_id=order_id,
            market=market,
            side=side,
            price=price,
            lots=lots,
            order_type=_TYPES[self.draws.pick(40, 8, 8, 4)],
            self_trade=_POLICIES[self.draws.pick(8, 4, 24, 12, 20)],
            expires_at=self.expires_at(),
            reduce_only=self.draws.draw(100) == 0,
        )
        if self.profile is Profile.LEND_1:
            order = self.flagged(order)
        self.sent.remember(account, order, self.clock)
        return order

    def trading(self, kind: str, signer: PrincipalId, account: AccountId) -> c.InnerCommand:
        match kind:
            case "place_order":
                return c.PlaceOrder(signer, account, self.new_order(account))
            case "amend_order":
                return self.amend(signer, account)
            case "cancel_order":
                order = self.old_order(account)
                self.sent.drop(order)
                return c.CancelOrder(signer, account, OrderId(order.order_id))
            case "replace_order":
                order = self.old_order(account)
                self.sent.drop(order)
                new = self.new_order(account)
                return c.ReplaceOrder(signer, account, OrderId(order.order_id), new)
            case _:
                market = None if self.draws.draw(2) == 0 else self.market()
                for order in self.sent.of_account(account):
                    if market in (None, order.market):
                        self.sent.drop(order)
                return c.CancelAll(signer, account, market)

    def amend(self, signer: PrincipalId, account: AccountId) -> c.AmendOrder:
        order = self.old_order(account)
        price, lots = Price(order.price), Lots(order.lots)
        if self.draws.pick(5, 3) == 1:
            price = self.price(order.market, order.side)
        match self.draws.pick(4, 3, 3):
            case 1:
                lots = Lots(order.lots - 1)
            case 2:
                lots = self.lots(order.market)
        self.sent.change(order, price, lots)
        return c.AmendOrder(signer, account, OrderId(order.order_id), price, lots)

    def batch(self) -> c.Batch:
        account = self.account()
        signer = self.signer(account)
        inner: list[c.InnerCommand] = []
        count = (2, 3, 1, 0, 4)[self.draws.pick(24, 20, 4, 1, 1)]
        for _ in range(count):
            kind = _INNER_KINDS[self.draws.pick(*_INNER_WEIGHTS[self.profile])]
            other = (account, AccountId(2), AccountId(NOBODY))[self.draws.pick(62, 2, 1)]
            kind = self.sensible(kind, account)
            if kind in LOAN_KINDS:
                inner.append(self.of_party(kind, (signer, other)))
            else:
                inner.append(self.trading(kind, signer, other))
        return c.Batch(signer, account, tuple(inner))

    def sweep(self) -> c.Batch:
        """Walk deep into one side of a book, after or before an order that rests or would."""
        account = AccountId(1 + self.draws.draw(3))
        side = self.side(sweeping=True)
        far_price, sweep_lots = self.far_price(self.focus, side), self.rules(self.focus).sweep_lots
        inner = []
        for order_type in SWEEPS[self.draws.draw(2)]:
            passive = order_type is OrderType.LIMIT
            order = c.NewOrder(
                order_id=OrderId(self.sent.last_ids[account] + 1),
                market=MarketId(self.focus),
                side=side,
                price=self.price(self.focus, side) if passive else far_price,
                lots=self.lots(self.focus) if passive else sweep_lots,
                order_type=order_type,
                self_trade=SelfTrade.CANCEL_MAKER,
            )
            self.sent.remember(account, order, self.clock)
            inner.append(c.PlaceOrder(owner_of(account), account, order))
        return c.Batch(owner_of(account), account, tuple(inner))

    def advance_time(self) -> c.AdvanceTime:
        signer = self.operator()
        match self.draws.pick(*_TIME_WEIGHTS[self.profile]):
            case 0:
                now = self.clock + self.draws.draw(12)
            case 1:
                now = self.clock - 1
            case 2:
                now = 2**53
            case 3:
                now = self.clock + HOUR_MILLISECONDS * (1 + self.draws.draw(12))
            case _:
                now = self.moment()
        if signer == 0 and self.clock < now < 2**53:
            self.clock = now
        return c.AdvanceTime(signer, Milliseconds(now))

    def set_halted(self) -> c.SetHalted:
        signer, market, halted = self.operator(), self.market(), self.draws.draw(2) == 0
        if halted and signer == 0:
            self.halted = market
        return c.SetHalted(signer, market, halted)

    def list_market(self) -> c.ListMarket:
        signer, asset = self.operator(), self.asset()
        kind = tuple(MarketKind)[self.draws.pick(4, 2, 2)]
        return c.ListMarket(signer, asset, kind, Price(5), Lots(2))

    def of_asset(self, kind: str) -> c.Command:
        signer, asset = self.operator(), self.asset()
        if kind == "set_mark":
            return c.SetMark(signer, asset, Price(1 + self.draws.draw(1000)))
        return c.WithdrawTreasury(signer, asset, Atoms(1 + self.draws.draw(8)))

    def of_delegate(self, kind: str) -> c.Command:
        account = AccountId((1, 2, 3, NOBODY)[self.draws.pick(12, 2, 1, 1)])
        signer = self.signer(account)
        delegate = owner_of(account)
        if self.draws.pick(7, 1) == 0:
            delegate = PrincipalId(21 + self.draws.draw(4))
        if kind == "add_delegate":
            return c.AddDelegate(signer, account, delegate)
        return c.RemoveDelegate(signer, account, delegate)

    def of_account(self, kind: str) -> c.Command:
        account = self.account()
        if kind == "set_fee_exempt":
            return c.SetFeeExempt(self.operator(), account, self.draws.draw(4) == 0)
        signer = self.signer(account)
        if kind == "transfer":
            partner = {1: 3, 3: 1}.get(account, 2)
            to_account = AccountId((partner, 1, NOBODY)[self.draws.pick(20, 5, 1)])
            asset = self.asset()
            return c.Transfer(signer, account, to_account, asset, self.atoms(asset))
        asset = self.asset()
        if kind == "deposit":
            return c.Deposit(signer, account, asset, self.atoms(asset))
        return c.Withdraw(signer, account, asset, self.atoms(asset))


def sequence(seed: int, profile: Profile, preset: str, index: int) -> tuple[c.Command, ...]:
    """Sequence number `index`, from 0, of a campaign; KeyError for another preset (CNF-022)."""
    # The word that the seeds' own stream gives after `index` others.
    drawn = _opened(SplitMix64(seed + index * INCREMENT).word(), profile, preset).commands()
    return tuple(islice(drawn, COMMANDS_PER_SEQUENCE))


def set_up_commands(profile: Profile, preset: str) -> tuple[c.Command, ...]:
    """The commands with which every sequence begins (CNF-023)."""
    return tuple(_opened(0, profile, preset).set_up())


def campaign(seed: int, profile: Profile, preset: str) -> Iterator[c.Command]:
    """The sequences of a campaign one after another, each meant for a new venue."""
    for index in count():
        yield from sequence(seed, profile, preset, index)


def _opened(seed: int, profile: Profile, preset: str) -> _Sequence:
    world = WORLDS[preset]
    lending = (2, 3) if profile is Profile.LEND_1 else ()
    orders = SentOrders(world, SentLoans(world.full_account_loans, world.full_venue_loans), lending)
    return _Sequence(profile, world, SplitMix64(seed), orders)

"""New orders that are likely to matter: few prices, few sizes, every type and policy."""

from random import Random

from attrs import evolve, frozen

from tallystick.reference.types.choices import MarketKind, OrderType, SelfTrade, Side
from tallystick.reference.types.commands import NewOrder
from tallystick.reference.types.dump import AccountDump, MarketDump, OrderDump, StateDump
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)
from tests.stateful.choosing import pick, rarely
from tests.stateful.scenes import MIDDLE_TICKS, OPERATOR

RESTING_TYPES = (OrderType.LIMIT,) * 7 + (OrderType.POST_ONLY, OrderType.IOC, OrderType.FOK)
TAKING_TYPES = (OrderType.LIMIT,) * 4 + (OrderType.IOC, OrderType.FOK) * 2 + (OrderType.POST_ONLY,)
POLICIES = (None, None, None, *SelfTrade)
STRANGE = 9
"""An id that nothing has."""

IMMEDIATE = (OrderType.IOC, OrderType.IOC, OrderType.FOK)
PROBING_TYPES = (*TAKING_TYPES,) + (OrderType.POST_ONLY,) * 5
"""Against a side with expired orders: only there may a post-only order cross."""

PRINCIPALS = tuple(map(PrincipalId, (21, 22, 23, 24, 11, 12)))
NOBODY = AccountDump(AccountId(STRANGE), PrincipalId(11), (), False, OrderId(0), ())


@frozen
class Context:
    """What a move may look at: the state before it, and its choices."""

    choose: Random
    view: StateDump
    only: AccountDump | None = None
    """The account of a batch, as the commands before in it leave it."""

    def account(self) -> AccountDump:
        """An account, rather one that has room for an order."""
        if self.only is not None:
            return self.only
        accounts = list(self.view.accounts)
        if not accounts:
            return NOBODY
        roomy = [account for account in accounts if self.room(account.account)]
        return pick(self.choose, (roomy or accounts) if not rarely(self.choose, 6) else accounts)

    def room(self, account: AccountId) -> int:
        """How many more orders may rest for the account."""
        own = len([order for _, order in self.resting() if order.account == account])
        return self.view.parameters.max_orders_per_account - own

    def resting(self) -> list[tuple[MarketDump, OrderDump]]:
        """Every resting order with its market."""
        return [
            (market, order)
            for market in self.view.markets
            for order in (*market.bids, *market.asks)
        ]

    def fits(self, account: AccountDump) -> bool:
        """Whether one more order may rest (MAT-015)."""
        full = len(self.resting()) >= self.view.parameters.max_orders
        return self.room(account.account) > 0 and not full

    def may_rest(self, account: AccountDump) -> bool:
        """Whether one more order fits in; rarely also when it does not."""
        return self.fits(account) or rarely(self.choose, 5)

    def leans(self, order: OrderDump) -> bool:
        """Whether an account of the order reserves more of something than it has."""
        balances = self.view.accounts[order.account - 1].balances
        return any(balance.reserved_atoms > balance.atoms for balance in balances)

    def signer(self, account: AccountDump) -> PrincipalId:
        """Mostly the owner, sometimes a delegate, rarely somebody else."""
        if account.delegates and rarely(self.choose, 3):
            return pick(self.choose, account.delegates)
        return PrincipalId(12 if rarely(self.choose, 30) else account.owner)

    def operator(self) -> PrincipalId:
        """The operator, rarely somebody who would like to be."""
        return PrincipalId(11) if rarely(self.choose, 30) else OPERATOR

    def market(self) -> MarketDump | None:
        """A market, rather one that is not halted; None if there is none."""
        markets = list(self.view.markets)
        if not markets:
            return None
        trading = [market for market in markets if not market.halted]
        return pick(self.choose, (trading or markets) if not rarely(self.choose, 8) else markets)

    def next_order_id(self, account: AccountDump) -> OrderId:
        """The next or a later id, rarely one that is used up."""
        if rarely(self.choose, 40):
            return OrderId(max(1, account.last_order_id - self.choose.randint(0, 2)))
        return OrderId(account.last_order_id + pick(self.choose, (1, 1, 1, 2, 10)))

    def expired(self, order: OrderDump) -> bool:
        """Whether a walk would remove the order."""
        return order.expires_at is not None and order.expires_at <= self.view.now

    def expiry(self) -> Milliseconds | None:
        """Mostly none, else soon; rarely at once, which is too late."""
        if rarely(self.choose, 2):
            return None
        late = 0 if rarely(self.choose, 12) else pick(self.choose, (1, 1, 1, 2, 5))
        return Milliseconds(self.view.now + late)

    def price(self, market: MarketDump, side: Side) -> Price:
        """One of few ticks of this side, rarely between two of them or above the highest rate."""
        if rarely(self.choose, 40):
            return Price(market.tick * MIDDLE_TICKS + 1)
        if market.kind is MarketKind.LEND and rarely(self.choose, 25):
            return Price(market.tick * (9_999 // market.tick + 1))
        away = pick(self.choose, (1, 1, 0, 2, -1))
        return Price(market.tick * (MIDDLE_TICKS + (away if side is Side.SELL else -away)))

    def lots(self, market: MarketDump) -> Lots:
        """One of few sizes that the market takes, rarely one that it does not."""
        if rarely(self.choose, 40):
            return Lots(max(1, market.minimum_lots - 1))
        if market.kind is not MarketKind.SPOT:
            wrong = 1 if rarely(self.choose, 40) else 0
            return Lots(market.minimum_lots * pick(self.choose, (1, 2, 1, 3)) + wrong)
        extra = pick(self.choose, (0, 0, 1, 1, market.minimum_lots, market.minimum_lots + 1))
        return Lots(market.minimum_lots + extra)

    def new_order(self, account: AccountDump) -> NewOrder:
        """An order in the middle of some market; market 9 if there is none."""
        market = self.market()
        if market is None:
            return NewOrder(OrderId(1), MarketId(STRANGE), Side.BUY, Price(1), Lots(1))
        lots = self.lots(market)
        payable = self.payable_sides(account, market, lots)
        if not payable and not rarely(self.choose, 6):
            lots = market.minimum_lots
            payable = self.payable_sides(account, market, lots)
        side = pick(self.choose, tuple(Side) if rarely(self.choose, 8) or not payable else payable)
        order = NewOrder(
            order_id=self.next_order_id(account),
            market=market.market,
            side=side,
            price=self.price(market, side),
            lots=lots,
            order_type=pick(self.choose, RESTING_TYPES if self.may_rest(account) else IMMEDIATE),
            self_trade=pick(self.choose, POLICIES),
            expires_at=self.expiry(),
            **self.flags(market, side),
        )
        return self.largest(market, order) if rarely(self.choose, 30) else order

    def flags(self, market: MarketDump, side: Side) -> dict[str, bool]:
        """The flags of an offer, or reduce-only; rarely also where they do not belong."""
        if self.view.profile.has_perpetuals and market.kind is not MarketKind.LEND:
            reduces = rarely(self.choose, 5 if market.kind is MarketKind.PERP else 60)
            return {"reduce_only": True} if reduces else {}
        offers = market.kind is MarketKind.LEND and side is Side.SELL
        if not self.view.profile.has_lending or not (offers or rarely(self.choose, 30)):
            return {}
        names = [name for name in ("returnable", "extensible") if rarely(self.choose, 3)]
        return {name: rarely(self.choose, 3) for name in names}

    def largest(self, market: MarketDump, order: NewOrder) -> NewOrder:
        """The order at a bound of SPT-001, or a lot above; not to rest, as nobody has so much.

        On a perpetual market of `perp/1` the bound is that of PRP-010, and it may rest.
        """
        perpetual = self.view.parameters.perpetual
        if perpetual is not None and market.kind is MarketKind.PERP:
            most = 2 * perpetual.max_position_lots // market.minimum_lots * market.minimum_lots
            more = most + market.minimum_lots * self.choose.randint(0, 1)
            return evolve(order, lots=Lots(max(1, more)))
        lot_atoms = self.view.assets[market.asset - 1].lot_atoms
        lots = min(2**54 // order.price, 2**56 // lot_atoms) + self.choose.randint(0, 1)
        return evolve(order, lots=Lots(min(lots, 2**40)), order_type=pick(self.choose, IMMEDIATE))

    def payable_sides(
        self, account: AccountDump, market: MarketDump, lots: int
    ) -> tuple[Side, ...]:
        """The sides on which the account could rest an order of this size."""
        if not self.view.profile.has_ledger:
            return tuple(Side)
        atoms = {balance.asset: balance.atoms for balance in account.balances}
        lot_atoms = self.view.assets[market.asset - 1].lot_atoms
        sides = []
        if market.kind is MarketKind.PERP:
            # Nothing is reserved there (PRP-010); where there are no legs, there is no such market.
            return tuple(Side)
        if (
            market.kind is MarketKind.LEND
            or atoms.get(AssetId(1), 0) >= market.tick * (MIDDLE_TICKS - 1) * lots
        ):
            sides.append(Side.BUY)
        if atoms.get(market.asset, 0) >= lots * lot_atoms:
            sides.append(Side.SELL)
        return tuple(sides)

    def crossing_order(self, account: AccountDump) -> NewOrder:
        """An order that meets the other side, and may be just as large as what it meets."""
        order = self.new_order(account)
        sides = [
            (market, taker_side, resting)
            for market in self.view.markets
            for taker_side, resting in ((Side.BUY, market.asks), (Side.SELL, market.bids))
            if resting
        ]
        if not sides:
            return order
        late = [one for one in sides if any(self.expired(maker) for maker in one[2])]
        if late and not rarely(self.choose, 3):
            sides = late
        market, side, resting = pick(self.choose, sides)
        depth = pick(self.choose, (len(resting), self.choose.randint(1, len(resting))))
        lots = sum(maker.open_lots for maker in resting[:depth])
        types: tuple[OrderType, ...] = PROBING_TYPES if sides is late else TAKING_TYPES
        payable = side in self.payable_sides(account, market, order.lots)
        if not (payable or rarely(self.choose, 6)) or not self.may_rest(account):
            types = IMMEDIATE
        step = 1 if market.kind is MarketKind.SPOT else market.minimum_lots
        exact = Lots(max(lots + step * pick(self.choose, (0, 0, 1, -1)), 1))
        return evolve(
            order,
            market=market.market,
            side=side,
            price=resting[depth - 1].price,
            lots=pick(self.choose, (order.lots, exact)),
            order_type=pick(self.choose, types),
        )

    def own_crossing_order(self, account: AccountDump) -> NewOrder:
        """An order that would trade with its own account."""
        order = self.new_order(account)
        own = [
            (market, maker) for market, maker in self.resting() if maker.account == account.account
        ]
        if not own:
            return order
        market, maker = pick(self.choose, own)
        return evolve(
            order,
            market=market.market,
            side=Side.SELL if maker in market.bids else Side.BUY,
            price=maker.price,
            lots=pick(self.choose, (maker.open_lots, order.lots)),
            order_type=pick(self.choose, TAKING_TYPES),
            self_trade=pick(self.choose, tuple(SelfTrade)),
        )

"""How the campaign generator draws orders, what becomes of them, and batches of both."""

from attrs import define

from tallystick.conformance.campaign.fields import owner_of
from tallystick.conformance.campaign.leg_stories import LegStories
from tallystick.conformance.campaign.tables import (
    INNER_KINDS,
    LEG_KINDS,
    LOAN_KINDS,
    NOBODY,
    PROFILES,
    SWEEPS,
)
from tallystick.reference.types import commands as c
from tallystick.reference.types.choices import OrderType, SelfTrade
from tallystick.reference.types.units import (
    AccountId,
    Lots,
    MarketId,
    OrderId,
    Price,
    PrincipalId,
)

_INNER_KINDS = tuple(INNER_KINDS)
_INNER_WEIGHTS = {
    profile: tuple(weights[place] for weights in INNER_KINDS.values())
    for place, profile in enumerate(PROFILES)
}
_TYPES = (OrderType.LIMIT, OrderType.POST_ONLY, OrderType.IOC, OrderType.FOK)
_POLICIES = (None, *SelfTrade)


@define
class OrderDraws(LegStories):
    """Orders, alone and in batches."""

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
            reduce_only=self.reduces(market),
        )
        if self.profile.has_lending:
            order = self.flagged(order)
        self.sent.remember(account, order, self.clock)
        return order

    def reduces(self, market: int) -> bool:
        """Whether a new order may only reduce; seldom so where there is nothing to reduce."""
        is_perpetual = market in self.sent.perpetual_markets
        return self.draws.draw(5 if is_perpetual else 100) == 0

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
            elif kind in LEG_KINDS:
                inner.append(self.true_up_in_batch((signer, other)))
            else:
                inner.append(self.trading(kind, signer, other))
        return c.Batch(signer, account, tuple(inner))

    def sweep(self) -> c.Batch:
        """Walk deep into one side of a book, after or before an order that rests or would."""
        account = AccountId(1 + self.draws.draw(len(self.accounts)))
        side = self.side(sweeping=True)
        far_price, sweep_lots = self.far_price(self.focus, side), self.rules(self.focus).sweep_lots
        inner = []
        for order_type in SWEEPS[self.draws.draw(2)]:
            passive = order_type is OrderType.LIMIT
            order = c.NewOrder(
                order_id=OrderId(self.sent.last_ids.get(account, 0) + 1),
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

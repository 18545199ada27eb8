"""Accounts, orders and amounts of which the stories of `margin/1` are made (CNF-031)."""

from collections.abc import Iterator

from attrs import define

from tallystick.conformance.campaign.fields import owner_of
from tallystick.conformance.campaign.loan_draws import Actor
from tallystick.conformance.campaign.margin_fields import MarginFields
from tallystick.reference.types import commands as c
from tallystick.reference.types.choices import MarketKind, OrderType, SelfTrade, Side
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    OrderId,
    Price,
)

OTHER = {Side.BUY: Side.SELL, Side.SELL: Side.BUY}


@define
class MarginOrders(MarginFields):
    """Orders of the next id that are remembered, pairs of them that meet, and base asset."""

    def some_account(self) -> int:
        """One of the accounts."""
        return 1 + self.draws.draw(len(self.accounts))

    def another(self, account: int) -> int:
        """One of the other accounts."""
        count = len(self.accounts)
        return (account + self.draws.draw(count - 1)) % count + 1

    def market_of(self, asset: int, kind: MarketKind) -> int:
        """The market of that kind that an asset has."""
        return 1 + next(
            place
            for place, market in enumerate(self.markets)
            if (market.asset, market.kind) == (asset, kind)
        )

    def placed(
        self,
        account: int,
        market: int,
        side: Side,
        price: int,
        lots: int,
        order_type: OrderType = OrderType.LIMIT,
        *,
        reduce_only: bool = False,
    ) -> c.PlaceOrder:
        """An order of the next id, which is remembered."""
        order = c.NewOrder(
            order_id=OrderId(self.sent.last_ids.get(account, 0) + 1),
            market=MarketId(market),
            side=side,
            price=Price(price),
            lots=Lots(lots),
            order_type=order_type,
            self_trade=SelfTrade.CANCEL_MAKER,
            reduce_only=reduce_only,
        )
        self.sent.remember(account, order, self.clock)
        return c.PlaceOrder(owner_of(account), AccountId(account), order)

    def cleared(self, *accounts: int) -> Iterator[c.Command]:
        """Room for orders of accounts that are full."""
        for account in accounts:
            if self.sent.is_full(account):
                yield self.clear(account)

    def met(
        self,
        account: int,
        other: int,
        market: int,
        side: Side,
        price: int,
        lots: int,
        *,
        reduce_only: bool = False,
    ) -> Iterator[c.Command]:
        """The other account offers, the account takes."""
        yield from self.cleared(other)
        yield self.placed(other, market, OTHER[side], price, lots)
        yield self.placed(
            account, market, side, price, lots, OrderType.IOC, reduce_only=reduce_only
        )

    def at_mark(self, market: int, percent: int = 100) -> int:
        """A price on the tick at the last mark, or at so many per cent of it."""
        return self.rules(market).tick * max(1, self.middle(market) * percent // 100)

    def position(self, account: int, market: int) -> int:
        """The position of an account, as trades have probably netted."""
        legs = [leg for leg in self.sent.legs.entries if leg.market == market]
        longs = sum(leg.lots for leg in legs if leg.long_account == account)
        return longs - sum(leg.lots for leg in legs if leg.short_account == account)

    def deposited(self, account: int) -> c.Deposit:
        """So much base asset that it may save an account."""
        atoms = Atoms((1 + self.draws.draw(40)) * self.world.portion_atoms[0])
        return c.Deposit(owner_of(account), AccountId(account), AssetId(1), atoms)

    def withdrawn(self, account: int, atoms: int) -> c.Withdraw:
        """So much base asset."""
        return c.Withdraw(owner_of(account), AccountId(account), AssetId(1), Atoms(atoms))

    def who(self, account: int) -> Actor:
        """Owner and account."""
        return owner_of(account), AccountId(account)

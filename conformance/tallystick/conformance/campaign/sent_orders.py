"""What the campaign generator remembers of its own orders: a guess at which of them rest."""

from attrs import Factory, define, frozen

from tallystick.conformance.campaign.sent_legs import SentLegs
from tallystick.conformance.campaign.sent_loans import TERM_MILLISECONDS, SentLoan, SentLoans
from tallystick.conformance.campaign.tables import FIRST_IDS, MAY_REST, CampaignWorld
from tallystick.reference.types.choices import Side
from tallystick.reference.types.commands import NewOrder


@frozen
class SentOrder:
    """An order as the generator last described it; it may not rest any more."""

    account: int
    order_id: int
    market: int
    side: Side
    price: int
    lots: int


@define
class SentOrders:
    """Entries for orders that probably rest, oldest first, and the last id of every account."""

    world: CampaignWorld
    loans: SentLoans
    lending_markets: tuple[int, ...] = ()
    """The markets on which a trade opens a loan."""
    perpetual_markets: tuple[int, ...] = ()
    """The markets on which a trade makes legs."""
    legs: SentLegs = Factory(SentLegs)
    last_ids: dict[int, int] = Factory(lambda: dict(FIRST_IDS))
    entries: list[SentOrder] = Factory(list)

    def of_account(self, account: int) -> list[SentOrder]:
        """Its entries."""
        return [order for order in self.entries if order.account == account]

    def remember(self, account: int, order: NewOrder, clock: int) -> None:
        """Keep the last id, the orders that probably rest, the loans and legs that they make."""
        if order.order_id < 2**61:
            self.last_ids[account] = max(self.last_ids.get(account, 0), order.order_id)
        lots_left = self._meet(account, order, clock)
        if lots_left > 0 and order.order_type in MAY_REST:
            self.entries.append(
                SentOrder(account, order.order_id, order.market, order.side, order.price, lots_left)
            )
        del self.entries[: -self.world.full_venue_orders]

    def _meet(self, account: int, new: NewOrder, clock: int) -> int:
        """Take the lots of a new order from the remembered ones that it crosses; those left."""
        lots_left: int = new.lots
        sign = 1 if new.side is Side.BUY else -1
        crossed = [
            old
            for old in self.entries
            if old.market == new.market
            and old.side is not new.side
            and sign * old.price <= sign * new.price
        ]
        for old in sorted(crossed, key=lambda order: sign * order.price):
            taken = min(old.lots, lots_left)
            if taken and account != old.account:
                sells = new.side is Side.SELL
                seller, buyer = (account, old.account) if sells else (old.account, account)
                self._trade(new.market, buyer, seller, taken, clock)
            lots_left -= taken
            self.change(old, old.price, old.lots - taken)
        return lots_left

    def _trade(self, market: int, buyer: int, seller: int, lots: int, clock: int) -> None:
        """Remember the loan or the legs that a trade makes."""
        if market in self.lending_markets:
            due = clock + TERM_MILLISECONDS
            self.loans.remember(SentLoan(0, market, seller, buyer, lots, due))
        accounts = range(1, len(self.world.owners) + 1)
        if market in self.perpetual_markets and buyer in accounts and seller in accounts:
            self.legs.trade(market, buyer, seller, lots)

    def change(self, old: SentOrder, price: int, lots: int) -> None:
        """Give a remembered order another price and other lots; without lots it goes."""
        if lots <= 0:
            self.drop(old)
            return
        new = SentOrder(old.account, old.order_id, old.market, old.side, price, lots)
        self.entries = [new if order is old else order for order in self.entries]

    def drop(self, old: SentOrder) -> None:
        """Forget an order, if it is remembered."""
        self.entries = [order for order in self.entries if order is not old]

    def is_full(self, account: int) -> bool:
        """Whether a further order that rests would probably be refused."""
        own = len(self.of_account(account))
        full_venue = len(self.entries) >= self.world.full_venue_orders
        return full_venue or own >= self.world.full_account_orders

"""How the campaign generator draws what only `perp/1` has (CNF-030)."""

from collections.abc import Callable, Iterator

from attrs import define

from tallystick.conformance.campaign.fields import owner_of
from tallystick.conformance.campaign.loan_draws import Actor
from tallystick.conformance.campaign.sent_legs import SentLeg
from tallystick.conformance.campaign.sent_loans import HOUR_MILLISECONDS
from tallystick.conformance.campaign.stories import Stories
from tallystick.conformance.campaign.tables import NOBODY
from tallystick.reference.types import commands as c
from tallystick.reference.types import perp_commands as pc
from tallystick.reference.types.choices import FundingSource, OrderType, SelfTrade, Side
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

TICK_MILLISECONDS = 8 * HOUR_MILLISECONDS
HALF_HOUR_MILLISECONDS = HOUR_MILLISECONDS // 2
LegCommand = pc.TrueUp | pc.RepayDebts | pc.CollectDebt | pc.SetFundingRate


@define
class LegDraws(Stories):
    """Draws of legs, debts, marks and rates."""

    @property
    def published_market(self) -> int:
        """The market whose rate the operator publishes."""
        sources = [market.funding_source for market in self.markets]
        return 1 + sources.index(FundingSource.PUBLISHED)

    @property
    def first_perpetual(self) -> int:
        """The perpetual market that is listed first."""
        return self.sent.perpetual_markets[0]

    def facing_on(self) -> MarketId:
        """The market of a facing, rather the first."""
        return MarketId(self.sent.perpetual_markets[self.draws.pick(3, 1)])

    def level(self, market: int, number: int) -> Price:
        """A price or mark of so many ticks; 20 are about the middle of a book."""
        return Price(self.rules(market).tick * number)

    def some_leg(self, is_wanted: Callable[[SentLeg], bool]) -> SentLeg:
        """One of the remembered legs that are wanted, else of all; accounts 1 and 2 if none."""
        legs = self.sent.legs.entries
        legs = [leg for leg in legs if is_wanted(leg)] or legs
        return legs[self.draws.draw(len(legs))] if legs else SentLeg(self.first_perpetual, 1, 2, 1)

    def parties(self, leg: SentLeg) -> tuple[int, int]:
        """Both accounts of a leg, either first."""
        both = (leg.long_account, leg.short_account)
        return both if self.draws.draw(2) == 0 else both[::-1]

    def other_than(self, named: int) -> AccountId:
        """Mostly the account that is named, seldom another."""
        return AccountId((named, 1, 2, 3, NOBODY, 0)[self.draws.pick(60, 1, 1, 1, 1, 1)])

    def due(self) -> int:
        """When a debt that is opened now is due (PRP-036)."""
        return -(-(self.clock + 24 * HOUR_MILLISECONDS) // HOUR_MILLISECONDS) * HOUR_MILLISECONDS

    def next_tick(self) -> int:
        """The first tick after the clock (PRP-016)."""
        return (self.clock // TICK_MILLISECONDS + 1) * TICK_MILLISECONDS

    def moment_of_legs(self) -> int:
        """A time about which a window, a tick or a debt ends."""
        tick = self.next_tick()
        chosen = (tick - HALF_HOUR_MILLISECONDS, tick, self.due(), tick + 16 * HOUR_MILLISECONDS)
        moment = chosen[self.draws.draw(4)] + self.draws.draw(3) - 1
        return moment if moment > self.clock else self.clock + HOUR_MILLISECONDS

    def mark(self, asset: int) -> Price:
        """A mark about the middle of a book, seldom far from it or at a bound."""
        market = asset if asset in (2, 3) else 2
        tick = self.rules(market).tick
        match self.draws.pick(40, 12, 1, 1, 1):
            case 0:
                halves = 36 + self.draws.draw(6) + self.draws.draw(6 + self.gap)
                width = tick // (4, 400)[self.draws.draw(2)]
                return Price(tick * halves // 2 + self.draws.draw(width + 1) - width // 2)
            case 1:
                return Price(tick * (1 + self.draws.draw(27)))
            case other:
                highest = self.world.highest_mark
                return Price((highest, highest + 1, 2**40 + 1)[other - 2])

    def set_mark_of_perpetual(self) -> c.SetMark:
        """A new mark, mostly of an asset with a perpetual market."""
        signer = self.operator()
        place = self.draws.pick(30, 30, 3)
        asset = self.asset() if place == 2 else AssetId((2, 3)[place])
        return c.SetMark(signer, asset, self.mark(asset))

    def facing(self) -> Iterator[c.Command]:
        """Two orders of two accounts that trade on a perpetual market."""
        count = len(self.accounts)
        seller = 1 + self.draws.draw(count)
        buyer = (seller + self.draws.draw(count - 1)) % count + 1
        market = self.facing_on()
        for account in (seller, buyer):
            if self.sent.is_full(account):
                yield self.clear(account)
        price, lots = self.price(market, Side.SELL), self.lots(market)
        yield from self.face(seller, buyer, market, price, lots)

    def face(
        self, seller: int, buyer: int, market: int, price: Price, lots: Lots
    ) -> Iterator[c.Command]:
        """A sells to B: one of the two offers, the other takes."""
        sides = [(seller, Side.SELL), (buyer, Side.BUY)]
        if self.draws.draw(2):
            sides.reverse()
        for (account, side), order_type in zip(
            sides, (OrderType.LIMIT, OrderType.IOC), strict=True
        ):
            order = c.NewOrder(
                order_id=OrderId(self.sent.last_ids.get(account, 0) + 1),
                market=MarketId(market),
                side=side,
                price=price,
                lots=lots,
                order_type=order_type,
                self_trade=SelfTrade.CANCEL_MAKER,
            )
            self.sent.remember(account, order, self.clock)
            yield c.PlaceOrder(owner_of(account), AccountId(account), order)

    def relief(self) -> Iterator[c.Command]:
        """Money given to a debtor, probably of an overdue debt, who then pays or is made to."""
        accounts = [account for account in self.accounts if account != 2]
        debtor = AccountId(accounts[self.draws.draw(len(accounts))])
        giver = AccountId(3 if debtor == 1 else 1)
        if self.draws.draw(2):
            self.clock = self.due() + 1
            yield c.AdvanceTime(PrincipalId(0), Milliseconds(self.clock))
        atoms = Atoms((1 + self.draws.draw(8)) * self.world.portion_atoms[0])
        yield c.Transfer(owner_of(giver), giver, debtor, AssetId(1), atoms)
        leg = self.some_leg(lambda leg: debtor in (leg.long_account, leg.short_account))
        other = leg.short_account if leg.long_account == debtor else leg.long_account
        yield pc.CollectDebt(PrincipalId(31), debtor, AccountId(other))
        if self.draws.draw(2):
            yield pc.RepayDebts(owner_of(debtor), debtor)
        else:
            yield pc.CollectDebt(PrincipalId(31), debtor, AccountId(0))

    def of_leg(self, kind: str) -> LegCommand:
        """A command of chapter 06 that stands in no batch."""
        match kind:
            case "true_up":
                leg = self.some_leg(lambda _: True)
                account, counterparty = self.parties(leg)
                return self.true_up(self.actor(account), leg, counterparty)
            case "repay_debts":
                return pc.RepayDebts(*self.actor(1 + self.draws.draw(len(self.accounts))))
            case "collect_debt":
                return self.collect_debt()
            case _:
                return self.set_funding_rate()

    def true_up_in_batch(self, who: Actor) -> pc.TrueUp:
        """Settle a leg, rather one of the batch's account."""
        leg = self.some_leg(lambda leg: who[1] in (leg.long_account, leg.short_account))
        of_short = who[1] == leg.long_account
        return self.true_up(who, leg, leg.short_account if of_short else leg.long_account)

    def true_up(self, who: Actor, leg: SentLeg, counterparty: int) -> pc.TrueUp:
        """Settle a leg, seldom one that there is not."""
        named = self.other_than(counterparty)
        market = MarketId(leg.market)
        if self.draws.pick(30, 2):
            market = self.market()
        return pc.TrueUp(*who, named, market)

    def collect_debt(self) -> pc.CollectDebt:
        """What one of a leg owes the other, or the treasury."""
        signer = PrincipalId((31, 0, 2**31)[self.draws.pick(20, 4, 1)])
        debtor, other = self.parties(self.some_leg(lambda _: True))
        account = self.other_than(debtor)
        creditor = (other, 0, NOBODY, 2**31)[self.draws.pick(40, 16, 1, 1)]
        return pc.CollectDebt(signer, account, AccountId(creditor))

    def set_funding_rate(self) -> pc.SetFundingRate:
        """Publish a rate, seldom where none is published."""
        signer = self.operator()
        market = MarketId(self.published_market)
        if self.draws.pick(6, 2):
            market = self.market()
        match self.draws.pick(8, 8, 1, 1, 1):
            case 0:
                rate = self.draws.draw(60_001) - 30_000
            case 1:
                rate = self.draws.draw(1001) - 500
            case other:
                rate = (30_000, -30_000, 30_001)[other - 2]
        return pc.SetFundingRate(signer, market, FundingRate(rate))

"""How a sequence of `perp/1` begins: networks of legs between known accounts (CNF-030)."""

from collections.abc import Callable, Iterator

from attrs import define

from tallystick.conformance.campaign.fields import owner_of
from tallystick.conformance.campaign.leg_draws import HALF_HOUR_MILLISECONDS, LegDraws
from tallystick.conformance.campaign.sent_loans import HOUR_MILLISECONDS
from tallystick.reference.types import commands as c
from tallystick.reference.types import perp_commands as pc
from tallystick.reference.types.choices import OrderType, SelfTrade, Side
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FundingRate,
    Lots,
    MarketId,
    OrderId,
    Price,
    PrincipalId,
)

OPERATOR = PrincipalId(0)
ANYBODY = PrincipalId(31)


@define
class LegStories(LegDraws):
    """Trades between up to four accounts, in the order in which they are told."""

    facing_market: int = 2
    players: tuple[int, int, int, int] = (1, 2, 3, 1)

    def story_of_legs(self) -> Iterator[c.Command]:
        """Mostly a mark of asset 3; then one of the stories, or none."""
        if self.draws.draw(8):
            yield c.SetMark(OPERATOR, AssetId(3), Price(self.rules(3).tick * 20))
        yield from self.told_of_legs()

    def told_of_legs(self) -> Iterator[c.Command]:
        """One of the stories, or none."""
        told = self.draws.pick(3, 6, 6, 4, 4, 1)
        self.meet_players()
        stories: tuple[Callable[[], Iterator[c.Command]], ...] = (
            lambda: iter(()),
            self.network,
            self.owing,
            self.passing_ticks,
            self.limits,
            self.long_time,
        )
        yield from stories[told]()

    def meet_players(self) -> None:
        """Who plays the story, and on which market."""
        count = len(self.accounts)
        first, turn = self.draws.draw(count), 1 + self.draws.draw(count - 1)
        one, two, three, four = (1 + (first + turn * place) % count for place in range(4))
        self.players = one, two, three, four
        markets = self.sent.perpetual_markets
        self.facing_market = markets[self.draws.draw(len(markets))]

    def network(self) -> Iterator[c.Command]:
        """Legs pass on, meet and vanish; where there are four accounts, two legs become one."""
        one, two, three, four = self.players
        yield from self.sell(one, two, 2)
        yield from self.sell(four, three, 1)
        for seller, buyer, units in ((two, four, 1), (three, two, 2), (two, one, 1)):
            yield self.new_mark()
            yield from self.sell(seller, buyer, units)
        yield self.new_mark()
        yield from self.sell(three, four, 2)

    def owing(self) -> Iterator[c.Command]:
        """Debts due at several hours, the other way round, overdue, collected."""
        one, two, _, _ = self.players
        yield from self.sell(one, two, 3)
        step = (1, -1)[self.draws.draw(2)]
        for count in (1, 2, 3, 4):
            yield self.marked(self.level(self.facing_market, 20 + 2 * step * count))
            yield self.settled(one, two)
            yield self.wait(1 + self.draws.draw(2))
        due = self.due()
        yield self.new_mark()
        yield self.settled(two, one)
        yield self.at(due + 1)
        yield self.new_mark()
        yield self.settled(two, one)
        giver, taker = ((1, 3), (3, 1))[self.draws.draw(2)]
        atoms = Atoms((1 + self.draws.draw(40)) * self.world.portion_atoms[0])
        yield c.Transfer(owner_of(giver), AccountId(giver), AccountId(taker), AssetId(1), atoms)
        for debtor, creditor in ((one, two), (two, one), (one, 0), (two, 0)):
            yield pc.CollectDebt(ANYBODY, AccountId(debtor), AccountId(creditor))
        yield pc.RepayDebts(owner_of(one), AccountId(one))

    def passing_ticks(self) -> Iterator[c.Command]:
        """Trades on both sides of the end of a window and of a tick, between bid and offer."""
        one, two, three, _ = self.players
        rules = self.rules(self.facing_market)
        for side, ticks in ((Side.BUY, 18), (Side.SELL, 24)):
            order = c.NewOrder(
                order_id=OrderId(self.sent.last_ids.get(three, 0) + 1),
                market=MarketId(self.facing_market),
                side=side,
                price=self.level(self.facing_market, ticks),
                lots=Lots(rules.minimum_lots * rules.span_lots),
                order_type=OrderType.LIMIT,
                self_trade=SelfTrade.CANCEL_MAKER,
            )
            self.sent.remember(three, order, self.clock)
            yield c.PlaceOrder(owner_of(three), AccountId(three), order)
        yield self.published(self.draws.draw(60_001) - 30_000)
        tick = self.next_tick()
        window = tick - HALF_HOUR_MILLISECONDS
        for moment in (window - 1, window, tick - 1, tick, tick + 64 * HOUR_MILLISECONDS):
            yield self.at(moment)
            yield self.new_mark()
            yield from self.sell(one, two, 1)
            yield self.settled(one, two)

    def limits(self) -> Iterator[c.Command]:
        """Positions as long as they may be; then as many legs as three accounts can have."""
        one, two, three, _ = self.players
        yield from self.sell(one, two, 8)
        yield from self.sell(three, two, 8)
        yield from self.sell(two, three, 16)
        yield from self.sell(one, two, 1)
        markets = self.sent.perpetual_markets
        self.facing_market = markets[markets.index(self.facing_market) - 1]
        yield from self.sell(one, two, 1)
        yield from self.sell(three, two, 1)

    def long_time(self) -> Iterator[c.Command]:
        """The highest mark and rate until there are no more ticks."""
        one, two, _, _ = self.players
        self.facing_market = self.published_market
        yield self.marked(self.world.highest_mark)
        price = Price(self.rules(self.facing_market).tick * (18 + self.draws.draw(6)))
        lots = Lots(self.world.longest_lots)
        yield from self.face(one, two, self.facing_market, price, lots)
        yield self.published((30_000, -30_000)[self.draws.draw(2)])
        for quarter in (1, 2, 3, 4):
            yield self.at(quarter * 2**40)
            yield self.settled(one, two)

    def sell(self, seller: int, buyer: int, units: int) -> Iterator[c.Command]:
        """Two orders that trade so many units of the market's span."""
        rules = self.rules(self.facing_market)
        price = self.level(self.facing_market, 18 + self.draws.draw(6))
        lots = Lots(units * rules.minimum_lots * rules.span_lots)
        yield from self.face(seller, buyer, self.facing_market, price, lots)

    def marked(self, mark: int) -> c.SetMark:
        """A mark of the market's asset."""
        asset = self.rules(self.facing_market).asset
        return c.SetMark(OPERATOR, AssetId(asset), Price(mark))

    def new_mark(self) -> c.SetMark:
        """A mark as any other of the market's asset."""
        return self.marked(self.mark(self.rules(self.facing_market).asset))

    def settled(self, account: int, counterparty: int) -> pc.TrueUp:
        """A true-up by the first of the two."""
        market = MarketId(self.facing_market)
        return pc.TrueUp(owner_of(account), AccountId(account), AccountId(counterparty), market)

    def published(self, rate: int) -> pc.SetFundingRate:
        """A rate of the market that has one published."""
        market = MarketId(self.published_market)
        return pc.SetFundingRate(OPERATOR, market, FundingRate(rate))

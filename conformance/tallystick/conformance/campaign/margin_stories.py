"""How a sequence of `margin/1` begins: accounts that go under and come back (CNF-031)."""

from collections.abc import Callable, Iterator

from attrs import define

from tallystick.conformance.campaign.margin_draws import MarginDraws
from tallystick.conformance.campaign.margin_fields import OPERATOR, risk_of
from tallystick.conformance.campaign.margin_orders import OTHER
from tallystick.reference.types import commands as c
from tallystick.reference.types import loan_commands as lc
from tallystick.reference.types import perp_commands as pc
from tallystick.reference.types.choices import MarketKind, OrderType, Side
from tallystick.reference.types.units import (
    AssetId,
    LoanId,
    Lots,
    Price,
)


@define
class MarginSequence(MarginDraws):
    """One sequence of `margin/1`."""

    def commands(self) -> Iterator[c.Command]:
        for command in super().commands():
            self.note(command)
            yield command

    def opening(self) -> Iterator[c.Command]:
        """First marks and risk values; then a story of any chapter."""
        yield from self.first_values()
        match self.draws.pick(1, 5, 3, 8):
            case 1:
                yield from self.refreshed(self.story())
            case 2:
                yield from self.refreshed(self.told_of_legs())
            case 3:
                yield from self.story_of_margin()

    def first_values(self) -> Iterator[c.Command]:
        """Marks and risk values of all assets, seldom not all of them."""
        for asset in self.priced:
            if self.draws.draw(16):
                yield c.SetMark(OPERATOR, AssetId(asset), Price(self.first_mark(asset)))
            if self.draws.draw(16):
                yield self.at_once(asset)

    def refreshed(self, commands: Iterator[c.Command]) -> Iterator[c.Command]:
        """The commands, and the same marks anew where time makes them stale."""
        for command in commands:
            yield command
            if isinstance(command, c.AdvanceTime):
                yield from self.fresh()

    def fresh(self) -> Iterator[c.Command]:
        """Every mark that there is and that is stale, anew."""
        for asset in self.priced:
            if asset in self.marks and self.is_stale(asset):
                yield c.SetMark(OPERATOR, AssetId(asset), Price(self.marks[asset]))

    def drawn(self) -> Iterator[c.Command]:
        """What is missing, or the next command, or several that belong together."""
        repair = self.repair()
        if repair is not None:
            yield repair
            return
        yield from super().drawn()

    def of_several(self, kind: str) -> Iterator[c.Command]:
        """A kind of several commands."""
        match kind:
            case "basis":
                return self.basis()
            case "ladder":
                return self.ladder()
            case "array":
                return self.array()
            case "shock":
                return self.shock()
            case "relief":
                return self.refreshed(self.relief())
            case _:
                return super().of_several(kind)

    def story_of_margin(self) -> Iterator[c.Command]:
        """One of the stories of this chapter."""
        self.meet_players()
        stories: tuple[Callable[[], Iterator[c.Command]], ...] = (
            self.levered,
            self.under,
            self.unsound,
            self.noticed,
            self.indebted,
            self.stale,
            self.long_time,
        )
        told = stories[self.draws.pick(3, 3, 3, 3, 3, 3, 2)]
        yield from told() if told == self.stale else self.refreshed(told())

    def told_lots(self, market: int, minima: int) -> Lots:
        """The lots of a loan that a story tells of: enough for interest of some atoms."""
        return Lots(super().told_lots(market, minima) * self.rules(market).span_lots)

    def built(self, account: int, other: int, side: Side) -> Iterator[c.Command]:
        """A position near what the account can carry."""
        market = self.facing_market
        minimum, span = self.rules(market).minimum_lots, self.rules(market).span_lots
        for units in (4, 3, 2, 1):
            lots = minimum * span * units
            yield from self.met(account, other, market, side, self.at_mark(market), lots)

    def to_the_edge(self, account: int) -> Iterator[c.Command]:
        """Withdrawals, each half of the one before, down to one atom: what is left is 0."""
        for bit in range(self.numbers.edge_bits):
            yield self.withdrawn(account, 2 ** (self.numbers.edge_bits - 1 - bit))

    def gap_against(self, side: Side) -> c.SetMark:
        """A gap against who has bought, or sold."""
        asset = self.rules(self.facing_market).asset
        return self.marked(self.gapped(asset, -1 if side is Side.BUY else 1))

    def levered(self) -> Iterator[c.Command]:
        """A levered basis trade pays interest, sees marks move, and is closed."""
        one, two, _, _ = self.players
        units = 1 + self.draws.draw(4)
        yield from self.opened(one, two, self.facing_market, units)
        for sign in (1, -1):
            yield self.wait(1 + self.draws.draw(12))
            yield self.gap_against(Side.BUY if sign == 1 else Side.SELL)
            loan = self.some_loan(lambda loan: loan.borrower == one)
            yield lc.PayInterest(*self.who(one), LoanId(loan.loan), Lots(0), extend=False)
        yield from self.withdrawals(one)
        yield from self.closed(one, two, self.facing_market, units)

    def under(self) -> Iterator[c.Command]:
        """Up to the edge, below zero by a gap, out of it by reducing and a deposit."""
        one, two, _, _ = self.players
        market, side = self.facing_market, (Side.BUY, Side.SELL)[self.draws.draw(2)]
        away, lots = OTHER[side], self.rules(market).sweep_lots
        yield from self.built(one, two, side)
        yield from self.to_the_edge(one)
        before = self.last_mark(self.rules(market).asset)
        yield self.gap_against(side)
        yield from self.met(one, two, market, side, self.at_mark(market), lots)
        yield self.withdrawn(one, self.world.portion_atoms[0])
        outside = self.at_mark(market, 90 if away is Side.SELL else 110)
        yield from self.met(one, two, market, away, outside, lots)
        yield from self.met(one, two, market, away, self.at_mark(market), lots)
        yield self.placed(one, market, away, self.at_mark(market), lots)
        yield self.deposited(one)
        yield from self.met(one, two, market, away, self.at_mark(market), lots)
        yield self.marked(before)
        yield from self.withdrawals(one)

    def unsound(self) -> Iterator[c.Command]:
        """A loan of a borrower below zero cannot be handed over until he is above it."""
        one, two, borrower, _ = self.players
        side = (Side.BUY, Side.SELL)[self.draws.draw(2)]
        self.story_market = self.lending_market()
        yield from self.lend(one, borrower, 2)
        yield from self.lend(two, one, 1)
        yield from self.built(borrower, two, side)
        yield self.gap_against(side)
        yield self.hand_over(one, 0)
        for _ in range(4):
            yield self.deposited(borrower)
        yield self.hand_over(one, 0)

    def noticed(self) -> Iterator[c.Command]:
        """Risk values that are announced put an account below zero when they come into force."""
        one, two, _, _ = self.players
        market, side = self.facing_market, (Side.BUY, Side.SELL)[self.draws.draw(2)]
        asset, lots = self.rules(market).asset, self.rules(market).sweep_lots
        yield from self.built(one, two, side)
        at = self.clock + self.numbers.risk_notice_ms
        for moment in (at - 1, at):
            yield risk_of(OPERATOR, asset, (300, 30, 30), moment)
        yield self.at(at - 1)
        yield from self.met(one, two, market, side, self.at_mark(market), lots)
        yield self.at(at)
        yield from self.met(one, two, market, side, self.at_mark(market), lots)
        yield from self.met(one, two, market, OTHER[side], self.at_mark(market), lots)

    def stale(self) -> Iterator[c.Command]:
        """What can be done while marks are old."""
        one, two, _, _ = self.players
        market = self.facing_market
        asset, lots = self.rules(market).asset, self.rules(market).minimum_lots
        spot = self.market_of(asset, MarketKind.SPOT)
        few = self.rules(spot).minimum_lots
        yield from self.sell(one, two, 1)
        yield self.at(self.clock + self.numbers.mark_valid_ms + self.draws.draw(2))
        yield self.placed(one, market, Side.BUY, self.at_mark(market), lots)
        yield self.placed(one, spot, Side.BUY, self.at_mark(spot), few)
        yield self.placed(two, spot, Side.SELL, self.at_mark(spot), few, OrderType.IOC)
        yield self.settled(one, two)
        yield self.withdrawn(two, 1)
        yield self.deposited(one)
        yield self.clear(one)

    def indebted(self) -> Iterator[c.Command]:
        """An account without cash loses, and may not close at a price that it cannot pay."""
        one, two, _, _ = self.players
        market, side = self.facing_market, (Side.BUY, Side.SELL)[self.draws.draw(2)]
        lots = self.rules(market).sweep_lots
        yield from self.met(one, two, market, side, self.at_mark(market), lots)
        for _ in range(3):
            yield from self.withdrawals(one)
        worse = self.at_mark(market, 97 if side is Side.BUY else 103)
        yield from self.met(one, two, market, OTHER[side], worse, lots)
        yield self.gap_against(side)
        yield from self.met(one, two, market, OTHER[side], self.at_mark(market), lots)
        yield self.settled(one, two)
        yield self.deposited(one)
        yield pc.RepayDebts(*self.who(one))

    def long_time(self) -> Iterator[c.Command]:
        """Without risk values the longest position, then the highest mark and rate for long."""
        one, two, _, _ = self.players
        self.facing_market = self.published_market
        rules = self.rules(self.facing_market)
        at = self.clock + self.numbers.risk_notice_ms
        yield risk_of(OPERATOR, rules.asset, (0, 0, 0), at)
        yield self.at(at)
        yield self.marked(rules.tick)
        lots = Lots(self.world.longest_lots)
        for size in (lots, rules.sweep_lots):
            yield from self.face(one, two, self.facing_market, Price(rules.tick), size)
        yield self.marked(self.world.highest_mark)
        yield self.published((30_000, -30_000)[self.draws.draw(2)])
        for quarter in (1, 2, 3, 4):
            yield self.at(quarter * 2**40)
            yield self.settled(one, two)

"""How a sequence of `world/1` begins: accounts that are wound up or closed out (CNF-032)."""

from collections.abc import Callable, Iterator

from attrs import define

from tallystick.conformance.campaign.liquidation_draws import LiquidationDraws
from tallystick.conformance.campaign.margin_orders import OTHER
from tallystick.conformance.campaign.sent_loans import TERM_MILLISECONDS
from tallystick.reference.types import commands as c
from tallystick.reference.types import loan_commands as lc
from tallystick.reference.types import perp_commands as pc
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.units import AccountId, LoanId, Lots, PrincipalId

ANYBODY = PrincipalId(31)


@define
class LiquidationSequence(LiquidationDraws):
    """One sequence of `world/1`."""

    def opening(self) -> Iterator[c.Command]:
        """First marks and risk values; then a story of any chapter, mostly of this one."""
        yield from self.first_values()
        match self.draws.pick(1, 6, 3, 6, 8, 2):
            case 1:
                yield from self.refreshed(self.story())
            case 2:
                yield from self.refreshed(self.told_of_legs())
            case 3:
                yield from self.story_of_margin()
            case 4:
                yield from self.ruin()
            case 5:
                self.meet_players()
                yield from self.refreshed(self.long_time())

    def of_several(self, kind: str) -> Iterator[c.Command]:
        """A kind of several commands."""
        return self.ruin() if kind == "ruin" else super().of_several(kind)

    def ruin(self) -> Iterator[c.Command]:
        """One of the stories of this chapter."""
        self.meet_players()
        stories: tuple[Callable[[], Iterator[c.Command]], ...] = (
            self.a_step,
            self.a_gap,
            self.a_hedge,
            self.owed_both_ways,
            self.a_lender,
            self.claimed,
            self.overdue,
            self.relieved,
            self.a_chain,
        )
        told = stories[self.draws.draw(len(stories))]
        yield from self.refreshed(told())

    def some_side(self) -> Side:
        """Either."""
        return (Side.BUY, Side.SELL)[self.draws.draw(2)]

    def a_step(self) -> Iterator[c.Command]:
        """Below zero by a step of the mark, closed in slices, and rewarded."""
        one, two, three, _ = self.players
        side = self.some_side()
        yield from self.sunk(one, two, side)
        yield self.step_against(side)
        yield from self.quoted_some(two, side)
        for work in (1, 2, self.winding.max_touches):
            yield self.liquidated(three, one, work)
        yield from self.quoted(two, side, 3)
        yield self.most(three, one)
        yield self.closed_out(one, 0)
        yield from self.rewarded()

    def a_gap(self) -> Iterator[c.Command]:
        """Below zero by a gap: mostly bankrupt."""
        one, two, three, _ = self.players
        side = self.some_side()
        yield from self.sunk(one, two, side)
        yield self.gap_against(side)
        yield from self.quoted_some(two, side)
        yield self.liquidated(three, one, self.winding.max_touches + 1)
        yield self.most(three, one)
        yield self.closed_out(one, self.draws.draw(1000))
        yield self.closed_out(one, 1000)
        yield from self.recovered(one)

    def a_hedge(self) -> Iterator[c.Command]:
        """A basis trade to the edge, and a step of the mark in either direction."""
        one, two, three, _ = self.players
        side = self.some_side()
        self.low = one
        self.story_market = self.market_of(1, MarketKind.LEND)
        for account in (two, three):
            yield from self.recovered(account)
        yield from self.opened(one, two, self.facing_market, 1 + self.draws.draw(4))
        for _ in range(2):
            yield from self.lend(three, one, 2)
            yield from self.nearly(one)
        yield self.gap_against(side) if self.draws.draw(2) else self.step_against(side)
        yield from self.quoted_some(two, Side.SELL)
        for work in (1, self.winding.max_touches, self.winding.max_touches):
            yield self.liquidated(three, one, work)
        yield self.closed_out(one, 1000)
        yield from self.rewarded()

    def owed_both_ways(self) -> Iterator[c.Command]:
        """Loans to and fro, a position, debts, fees that are owed; then the end."""
        one, two, three, _ = self.players
        side, market = self.some_side(), self.facing_market
        self.story_market, self.low = self.lending_market(), one
        yield from self.lend(one, two, 1)
        yield from self.lend(three, one, 2)
        yield from self.built(one, two, side)
        for _ in range(2):
            yield from self.withdrawals(one)
        yield self.gap_against(side)
        yield self.settled(one, two)
        yield pc.CollectDebt(ANYBODY, AccountId(one), AccountId(two))
        minimum = self.rules(market).minimum_lots
        yield from self.met(one, three, market, OTHER[side], self.at_mark(market), minimum)
        if self.draws.draw(2):
            yield self.at(self.due() + 1)
            yield from self.offered(three, self.market_of(1, MarketKind.LEND), 4)
        yield self.most(three, one)
        for permille in (0, 200, 1000):
            yield self.closed_out(one, permille)
        yield from self.recovered(one)

    def a_lender(self) -> Iterator[c.Command]:
        """A lender who has borrowed is wound up while his loan runs: it is recalled."""
        one, two, three, _ = self.players
        side = self.some_side()
        self.story_market, self.low = self.lending_market(), one
        yield from self.lend(one, three, 2)
        loan = self.sent.loans.last_loan
        yield from self.lend(two, one, 1)
        yield self.wait(1 + self.draws.draw(12))
        yield from self.sunk(one, two, side)
        yield self.gap_against(side) if self.draws.draw(2) else self.step_against(side)
        yield from self.offered(two, self.story_market, 1 + self.draws.draw(3))
        yield from self.quoted(two, side, 3)
        yield self.most(two, one)
        yield self.most(two, one)
        yield self.closed_out(one, 1000)
        yield self.paid_interest(three, loan)
        yield from self.recovered(one)

    def paid_interest(self, borrower: int, loan: int) -> lc.PayInterest:
        """All claims and interest of a loan."""
        return lc.PayInterest(*self.who(borrower), LoanId(loan), Lots(0), extend=False)

    def claimed(self) -> Iterator[c.Command]:
        """A loan with a claim on it, and one of its three parties closed out."""
        one, two, three, _ = self.players
        side = self.some_side()
        self.story_market = self.lending_market()
        yield from self.lend(two, three, 1)
        loan = self.sent.loans.last_loan
        yield from self.lend(one, two, 1)
        yield self.wait(1 + self.draws.draw(12))
        self.sent.loans.hand_over(loan, is_one=False)
        yield lc.SwapLoan(*self.who(two), LoanId(loan))
        cast = (one, two, three)
        first = self.draws.draw(3)
        target, other = cast[first], cast[(first + 1) % 3]
        yield from self.sunk(target, other, side)
        yield self.gap_against(side)
        yield from self.quoted(other, side, 3)
        yield self.most(other, target)
        yield self.closed_out(target, 1000)
        yield self.paid_interest(three, loan)
        yield from self.recovered(target)

    def overdue(self) -> Iterator[c.Command]:
        """A borrower who does not pay, with or without somebody who would lend to him."""
        one, two, three, _ = self.players
        self.story_market, self.low = self.lending_market(), one
        due = self.clock + TERM_MILLISECONDS
        yield from self.lend(three, one, 2)
        loan = self.sent.loans.last_loan
        for place in (1, 0):
            if self.draws.draw(2) == 0:
                yield self.terms(three, loan, place, value=False)
        yield self.wait(1)
        yield from self.lend(two, one, 1)
        other = self.sent.loans.last_loan
        yield from self.lend(three, two, 1)
        yield self.at(due + 1)
        yield lc.SwapLoan(*self.who(two), LoanId(other))
        if self.draws.draw(2):
            yield from self.offered(three, self.story_market, 1 + self.draws.draw(2))
        if self.draws.draw(2):
            yield from self.nearly(one)
        yield from self.quoted(two, Side.BUY, 1)
        yield self.liquidated(three, one, 1)
        yield self.most(three, one)
        yield from self.rewarded()
        yield from self.recovered(one)

    def relieved(self) -> Iterator[c.Command]:
        """Base asset for what no market of the venue sells."""
        one, two, three, _ = self.players
        side = self.some_side()
        yield from self.sunk(one, two, side)
        yield self.step_against(side)
        yield self.swapped_spot(two, one)
        yield self.swapped(two, one, 90, takes=True)
        yield self.swapped(two, one, 100, takes=False)
        yield self.swapped(two, one, 97, takes=True)
        yield self.swapped(two, one, 100, takes=True)
        yield from self.quoted(two, side, 3)
        yield self.most(three, one)
        yield from self.rewarded()
        yield from self.recovered(one)

    def a_chain(self) -> Iterator[c.Command]:
        """A default that puts the creditor below zero too."""
        one, two, three, _ = self.players
        side = self.some_side()
        self.story_market = self.market_of(1, MarketKind.LEND)
        yield from self.lend(three, two, 2)
        yield from self.lend(two, one, 2)
        yield from self.built(one, three, side)
        yield from self.nearly(two)
        yield from self.nearly(one)
        yield self.gap_against(side)
        for target in (one, two):
            self.low = target
            yield self.most(three, target)
            yield self.closed_out(target, 1000)
        for account in (one, two):
            yield from self.recovered(account)

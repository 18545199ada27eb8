"""How a sequence of `world/1` begins: accounts that are wound up or closed out (CNF-032)."""

from collections.abc import Callable, Iterator

from attrs import define

from tallystick.conformance.campaign.liquidation_draws import ANYBODY, LiquidationDraws
from tallystick.conformance.campaign.margin_orders import OTHER
from tallystick.conformance.campaign.sent_loans import TERM_MILLISECONDS
from tallystick.reference.types import commands as c
from tallystick.reference.types import loan_commands as lc
from tallystick.reference.types import perp_commands as pc
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.units import AccountId, LoanId, Lots

OPENINGS = (1, 6, 2, 6, 11, 1)
"""Weights of no story, one of loans, of legs, of margin, of this chapter, of the longest time."""
STORIES = (5, 2, 3, 3, 4, 2, 4, 3, 2)
"""Weights of the stories of this chapter."""


@define
class LiquidationSequence(LiquidationDraws):
    """One sequence of `world/1`."""

    def opening(self) -> Iterator[c.Command]:
        """First marks and risk values; then a story of any chapter, mostly of this one."""
        yield from self.first_values()
        match self.draws.pick(*OPENINGS):
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
        told = stories[self.draws.pick(*STORIES)]
        yield from self.set_straight(*self.players[:3])
        yield from self.refreshed(told())

    def some_side(self) -> Side:
        """Either."""
        return (Side.BUY, Side.SELL)[self.draws.draw(2)]

    def a_step(self) -> Iterator[c.Command]:
        """Below zero by small steps of the mark, closed in slices, and rewarded."""
        one, two, three, _ = self.players
        side = self.some_side()
        yield from self.sunk(one, two, side)
        yield from self.quoted_some(two, side)
        yield from self.slid(three, one, side, 8)
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
        """A basis trade to the edge that loses its hedge, and then by small steps its worth."""
        one, two, three, _ = self.players
        self.low, market = one, self.facing_market
        self.story_market = self.market_of(1, MarketKind.LEND)
        for account in (two, three):
            yield from self.recovered(account)
        yield self.stocked(two)
        units = 1 + self.draws.draw(4)
        yield from self.opened(one, two, market, units)
        if self.draws.draw(4):
            lots = self.basis_lots(market, units)[1]
            yield from self.met(one, two, market, Side.BUY, self.at_mark(market), lots)
        yield from self.lend(one, three, 1)
        yield from self.nearly(one)
        yield from self.nearly_all_spot(one)
        yield from self.offered(two, self.story_market, 3)
        yield self.buys_spot(two)
        yield from self.slid(three, one, Side.BUY, 40)
        yield self.closed_out(one, 1000)
        yield from self.rewarded()

    def owed_both_ways(self) -> Iterator[c.Command]:
        """A position, loans to and fro, a debtor without cash, debts; then the end."""
        one, two, three, _ = self.players
        side, market = self.some_side(), self.facing_market
        self.story_market, self.low = self.lending_market(), one
        yield from self.lend(one, two, 1)
        yield from self.lend(three, one, 2)
        facing = (two, three)[self.draws.pick(1, 3)]
        yield from self.built(one, facing, side)
        yield from self.nearly(two)
        yield from self.withdrawals(one)
        yield self.gap_against(side)
        yield self.settled(one, facing)
        yield pc.CollectDebt(ANYBODY, AccountId(one), AccountId(facing))
        minimum = self.rules(market).minimum_lots
        yield from self.met(one, three, market, OTHER[side], self.at_mark(market), minimum)
        if self.draws.draw(2):
            yield self.at(self.due() + 1)
            yield from self.offered(three, self.market_of(1, MarketKind.LEND), 4)
        yield self.most(three, one)
        for permille in (0, 200, 1000):
            yield self.closed_out(one, permille)
        for account in (one, two):
            yield from self.recovered(account)

    def a_lender(self) -> Iterator[c.Command]:
        """A lender who has borrowed is wound up while his loan runs: it is recalled."""
        one, two, three, _ = self.players
        side, market = self.some_side(), self.facing_market
        self.story_market, self.low = self.lending_market(), one
        yield from self.lend(one, three, 2)
        loan = self.sent.loans.last_loan
        yield from self.lend(two, one, 1)
        yield self.wait(1 + self.draws.draw(12))
        yield from self.sunk(one, two, side)
        yield from self.offered(two, self.story_market, 1 + self.draws.draw(3))
        rules, most = self.rules(market), self.winding.max_touches
        lots = 3 * rules.minimum_lots * rules.span_lots
        yield self.placed(two, market, side, self.at_mark(market), lots)
        if self.draws.draw(4):
            yield from self.slid(three if self.draws.draw(2) else two, one, side, 8)
        else:
            yield self.gap_against(side)
        for work in (most, most):
            yield self.liquidated(two, one, work)
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
        yield from self.recovered(three)
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
        if self.draws.draw(4):
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
        yield self.swapped(two, one, 50, takes=True)
        yield self.swapped(two, one, 100, takes=False)
        yield self.swapped(two, one, 97, takes=True)
        yield self.swapped(two, one, 100, takes=True)
        yield from self.quoted(two, side, 3)
        for _ in range(2):
            yield self.most(three, one)
        yield from self.rewarded()
        yield from self.recovered(one)

    def a_chain(self) -> Iterator[c.Command]:
        """A default that puts the creditor below zero too."""
        one, two, three, _ = self.players
        side = self.some_side()
        self.story_market = self.market_of(1, MarketKind.LEND)
        yield from self.recovered(three)
        yield from self.lend(three, two, 2)
        yield from self.lend(two, one, 2)
        yield from self.built(one, three, side)
        yield from self.nearly(two)
        yield from self.nearly(one)
        for _ in range(2):
            yield self.gap_against(side)
        for target in (one, two):
            self.low = target
            yield self.most(three, target)
            yield self.closed_out(target, 1000)
        for account in (one, two):
            yield from self.recovered(account)

"""How a sequence of `lend/1` begins: a story of few loans whose ids are known (CNF-029)."""

from collections.abc import Callable, Iterator

from attrs import define

from tallystick.conformance.campaign.fields import owner_of
from tallystick.conformance.campaign.loan_draws import LoanDraws
from tallystick.conformance.campaign.sent_loans import HOUR_MILLISECONDS, TERM_MILLISECONDS
from tallystick.reference.types import commands as c
from tallystick.reference.types import loan_commands as lc
from tallystick.reference.types.choices import Side
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    LoanId,
    Lots,
    MarketId,
    Milliseconds,
    Price,
    PrincipalId,
)


@define
class Stories(LoanDraws):
    """Loans between three accounts on one market, in the order in which they are told."""

    story_market: int = 2
    cast: tuple[int, int, int] = (1, 2, 3)

    def story(self) -> Iterator[c.Command]:
        """One of the stories, or none."""
        told = self.draws.draw(4)
        first, turn = self.draws.draw(3), 1 + self.draws.draw(2)
        self.cast = (1 + first, 1 + (first + turn) % 3, 1 + (first + 2 * turn) % 3)
        self.story_market = self.lending_market()
        stories: tuple[Callable[[], Iterator[c.Command]], ...] = (
            lambda: iter(()),
            self.chain,
            self.parts,
            self.late,
        )
        yield from stories[told]()

    def chain(self) -> Iterator[c.Command]:
        """A loan passes to and fro between two lenders, and each leaves a claim."""
        one, two, borrower = self.cast
        yield from self.lend(one, borrower, 1)
        yield from self.lend(two, one, 1)
        yield from self.lend(one, two, 1)
        for lender, own in ((one, 2), (two, 3)):
            yield self.wait(1 + self.draws.draw(12))
            yield self.hand_over(lender, own)
        yield from self.lend(two, one, 1)
        yield self.wait(1 + self.draws.draw(12))
        yield self.hand_over(one, 4)
        who = owner_of(borrower), AccountId(borrower)
        yield lc.PayClaims(*who, LoanId(1), Atoms(1 + self.draws.draw(2)))
        yield lc.PayInterest(*who, LoanId(1), Lots(0), extend=False)

    def parts(self) -> Iterator[c.Command]:
        """A loan is handed over in parts for own loans that are smaller, then the rest of it."""
        one, two, borrower = self.cast
        yield from self.lend(one, borrower, 3)
        yield from self.lend(two, one, 1)
        yield from self.lend(two, one, 1)
        yield self.wait(1 + self.draws.draw(12))
        yield self.hand_over(one, 0)
        yield from self.lend(two, one, 1)
        yield self.wait(self.draws.draw(12))
        yield self.hand_over(one, 6)
        who = owner_of(borrower), AccountId(borrower)
        for loan in (1, 4):
            yield lc.PayInterest(*who, LoanId(loan), Lots(0), self.draws.draw(2) == 0)

    def late(self) -> Iterator[c.Command]:
        """Two loans come to their end, and one of them, or both, over it."""
        one, two, borrower = self.cast
        due = self.clock + TERM_MILLISECONDS
        yield from self.lend(one, borrower, 2)
        yield self.wait(self.draws.draw(4))
        yield from self.lend(two, borrower, 1)
        for lender, loan in ((one, 1), (two, 2)):
            for place, value in ((1, False), (1, True), (0, False)):
                if self.draws.draw(2) == 0:
                    yield self.terms(lender, loan, place, value=value)
            if self.draws.draw(3) == 0:
                yield self.terms(borrower, loan, 2, value=False)
        for hours in (6, 1, 0):
            yield self.at(due - hours * HOUR_MILLISECONDS + self.draws.draw(2))
            if self.draws.draw(2) == 0:
                account, loan = 1 + self.draws.draw(3), 1 + self.draws.draw(2)
                yield lc.RenewLoan(owner_of(account), AccountId(account), LoanId(loan))
        yield self.at(due + 2)
        yield from self.after_due()

    def after_due(self) -> Iterator[c.Command]:
        """What may be tried with loans of which one, or both, are overdue."""
        one, two, borrower = self.cast
        who = owner_of(borrower), AccountId(borrower)
        yield lc.PayInterest(*who, LoanId(1), Lots(0), extend=True)
        yield self.hand_over(one, 0)
        yield lc.SwapLoan(owner_of(two), AccountId(two), LoanId(2))
        for loan in (1, 2):
            yield lc.RollLoan(PrincipalId(31), LoanId(loan))
            if loan == 1:
                yield self.wait(4)

    def lend(self, lender: int, borrower: int, minima: int) -> Iterator[c.Command]:
        """An offer and the order that takes it."""
        market = MarketId(self.story_market)
        rules = self.rules(market)
        price, lots = Price(rules.tick * (18 + self.draws.draw(6))), self.told_lots(market, minima)
        yield self.lent(lender, market, Side.SELL, price, lots, (None, None))
        yield self.lent(borrower, market, Side.BUY, price, lots, (None, None))

    def told_lots(self, market: int, minima: int) -> Lots:
        """The lots of a loan that a story tells of."""
        return Lots(self.rules(market).minimum_lots * minima)

    def wait(self, hours: int) -> c.AdvanceTime:
        """So many hours later."""
        return self.at(self.clock + hours * HOUR_MILLISECONDS)

    def at(self, moment: int) -> c.AdvanceTime:
        """At that time."""
        self.clock = moment
        return c.AdvanceTime(PrincipalId(0), Milliseconds(moment))

    def hand_over(self, lender: int, own: int) -> lc.SwapLoan:
        """Loan 1 for an own loan, or for all if that is 0."""
        self.sent.loans.hand_over(1, is_one=own > 0)
        named = LoanId(own) if own else None
        return lc.SwapLoan(owner_of(lender), AccountId(lender), LoanId(1), named)

    def terms(self, account: int, loan: int, place: int, *, value: bool) -> lc.SetLoanTerms:
        """One term of a loan."""
        terms = tuple(value if number == place else None for number in range(3))
        return lc.SetLoanTerms(owner_of(account), AccountId(account), LoanId(loan), *terms)

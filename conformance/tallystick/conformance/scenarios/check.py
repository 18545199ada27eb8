"""The trade in a year without surprises: what it must come to, to the atom.

The mark never moves, nobody pays a fee and all trades are at the mark. Of the year's 1,095 ticks
830 have a rate of 913 and 265 one of 914 ten-millionths, in sum 10 % of the mark. The loan has 36
and a half terms at 5.5 %. So 10 % on 1,000 less 5.5 % on 900 is 50.50 on the 100 that were brought.
"""

from attrs import frozen

from tallystick.conformance.flows.funding_rows import TICK_MILLISECONDS
from tallystick.conformance.flows.venue import OPERATOR
from tallystick.conformance.scenarios.basis_venue import (
    ASSET,
    FIRST_TRADER,
    PERP,
    Terms,
    open_session,
)
from tallystick.conformance.scenarios.instruments import ATOMS_PER_BASE, BITCOIN
from tallystick.conformance.scenarios.session import Session
from tallystick.conformance.scenarios.trader import Trader
from tallystick.conformance.scenarios.years import (
    TERM_MILLISECONDS,
    Story,
    end_story,
    open_story,
)
from tallystick.reference.types.commands import AdvanceTime, SetMark
from tallystick.reference.types.perp_commands import SetFundingRate
from tallystick.reference.types.units import AccountId, FundingRate, Milliseconds, Price

LOW_RATE, HIGH_RATE = FundingRate(913), FundingRate(914)
LOW_TICKS, HIGH_TICKS = 830, 265
TICKS = LOW_TICKS + HIGH_TICKS
LEVERAGE = 10
MARK = Price(100_000)
"""A lot is a tenth of a unit of the base asset: 10,000 of them are the 1,000 of the trade."""
START = 1_700_006_400_000
"""Some tick."""
EXPECTED_ATOMS = 50_500_000
"""50.50 % of 100."""
EXPECTED_RBV = 88_643_835
"""100 less 1 % of 1,000 and ten days' interest on 900 (chapter 08, section 3)."""


@frozen
class Check:
    """What the year came to, in base atoms."""

    story: Story
    session: Session
    years: int = 1

    @property
    def is_exact(self) -> bool:
        """Whether the ledger has what simple arithmetic says."""
        return (
            self.story.gain_atoms == EXPECTED_ATOMS
            and self.story.opening_rbv == EXPECTED_RBV
            and self.story.trader.funding_atoms == self.story.trader.terms.base_atoms
        )


def run_check(*, compares: bool = True) -> Check:
    """Lead the year."""
    terms = Terms(BITCOIN, with_fees=False, near_basis_points=0, compares=compares)
    session = open_session(terms, START, MARK, 1)
    trader = Trader(AccountId(FIRST_TRADER), LEVERAGE, terms)
    session.followers.append(trader.follow)
    story = open_story(session, trader)
    for number in range(1, TICKS + 1):
        # The higher rate is spread over the year.
        is_high = number * HIGH_TICKS // TICKS > (number - 1) * HIGH_TICKS // TICKS
        now = START + number * TICK_MILLISECONDS
        session.apply(SetFundingRate(OPERATOR, PERP, HIGH_RATE if is_high else LOW_RATE))
        session.apply(AdvanceTime(OPERATOR, Milliseconds(now)))
        if (now - START) % TERM_MILLISECONDS == 0:
            session.apply(SetMark(OPERATOR, ASSET, MARK))
            trader.settle(session, extend=True)
    session.apply(SetMark(OPERATOR, ASSET, MARK))
    end_story(session, story, "end of the year")
    return Check(story, session)


def expected_text() -> str:
    """The arithmetic, for people."""
    terms = Terms(BITCOIN)
    notional = LEVERAGE * terms.base_atoms // ATOMS_PER_BASE
    borrowed = notional - terms.base_atoms // ATOMS_PER_BASE
    return f"10 % of {notional:,} less 5.5 % of {borrowed:,} is 50.50"

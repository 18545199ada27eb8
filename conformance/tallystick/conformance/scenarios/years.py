"""The basis trade carried through recorded hours and funding rates.

Every hour the mark becomes the price with which the recorded hour opens. At a tick of funding that
is done a millisecond before it, and the rate is published, so that the tick is by that very mark.
"""

from collections.abc import Callable, Sequence

from attrs import define, evolve, field, frozen

from tallystick.conformance.flows.funding_rows import TICK_MILLISECONDS
from tallystick.conformance.flows.venue import OPERATOR, owner
from tallystick.conformance.scenarios.basis_venue import (
    ASSET,
    BASE,
    FIRST_TRADER,
    PERP,
    Terms,
    fund_trader,
    open_session,
)
from tallystick.conformance.scenarios.price_rows import HOUR_MILLISECONDS, Bar
from tallystick.conformance.scenarios.rates import Rates
from tallystick.conformance.scenarios.session import (
    ReferenceVenue,
    ScenarioError,
    Session,
    balance,
    equity_atoms,
    loan_of,
)
from tallystick.conformance.scenarios.trader import Trader
from tallystick.reference import restore
from tallystick.reference.types.commands import AdvanceTime, Batch, Deposit, SetMark
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.outcome import Outcome, Rejected
from tallystick.reference.types.perp_commands import SetFundingRate
from tallystick.reference.types.units import AccountId, Atoms, Milliseconds

TERM_MILLISECONDS = 240 * HOUR_MILLISECONDS
HELP_ATOMS = Atoms(10**12)
"""Lent to an account to see at what RBV it would have opened."""
RHYTHMS = {"term": TERM_MILLISECONDS, "day": 24 * HOUR_MILLISECONDS, "tick": TICK_MILLISECONDS}
"""How often legs are trued up; at the end of a term in any case."""

Progress = Callable[[str, int, int], None]
"""Is told what is done, how much of it, and of how much."""


@frozen
class Sample:
    """A trader at a time, in base atoms; funding and interest paid until then."""

    time: int
    mark: int
    rbv_atoms: int
    equity_atoms: int
    funding_atoms: int
    interest_atoms: int


@define
class Story:
    """What happened to one trader; amounts in base atoms."""

    trader: Trader
    opened_at: int
    opening_rbv: int
    is_refused: bool = False
    refusal: str = ""
    lowest_rbv: int = 0
    lowest_at: int = 0
    below_zero_at: int | None = None
    closed_at: int = 0
    final_atoms: int = 0
    """Base balance after everything was closed and repaid; what is left of a lot is in `dust`."""
    dust_atoms: int = 0
    ending: str = ""
    samples: list[Sample] = field(factory=list)

    @property
    def gain_atoms(self) -> int:
        """What came of the base that was brought."""
        return self.final_atoms + self.dust_atoms - self.trader.terms.base_atoms


@define
class Years:
    """The traders of one venue, over the same hours."""

    terms: Terms
    first: int
    last: int
    hours: int
    rates: Rates
    stories: list[Story]
    prices: list[tuple[int, int, int]]
    """Time, mark and rate of every tick."""
    session: Session


def run_years(
    terms: Terms,
    leverages: Sequence[int],
    bars: Sequence[Bar],
    rates: Rates,
    rhythm: str,
    progress: Progress,
) -> Years:
    """Open the trade once for each leverage and carry it to the last bar, or to RBV below 0."""
    first, last = bars[0].time, bars[-1].time
    rates.require(first, last)
    session = open_session(terms, first, terms.instrument.price(bars[0].open_e8), len(leverages))
    traders = [
        Trader(AccountId(FIRST_TRADER + n), lever, terms) for n, lever in enumerate(leverages)
    ]
    session.followers += [trader.follow for trader in traders]
    stories = [open_story(session, trader) for trader in traders]
    for refused in [story for story in stories if story.is_refused and terms.with_fees]:
        stories.append(_open_exempt(session, refused.trader, FIRST_TRADER + len(stories)))
    years = Years(terms, first, last, len(bars), rates, stories, [], session)
    for number, bar in enumerate(bars[1:], start=1):
        _move(years, bar)
        _look(years)
        for story in stories:
            if story.trader.is_open:
                _act(session, story, rhythm, is_last=bar.time == last)
        if number % 500 == 0 or bar.time == last:
            progress("hours", number, len(bars) - 1)
    return years


def open_story(session: Session, trader: Trader) -> Story:
    """Put the trade on, or report at what RBV it would have been put on."""
    # The quotes are there before the state is kept in which the batch is judged.
    batch, outcome = trader.open(session)
    if isinstance(outcome, Rejected):
        value = _would_be(session.engine.dump(), batch)
        story = Story(trader, session.now, value, is_refused=True, refusal=str(outcome.reason))
        story.ending, story.closed_at = f"refused: {outcome.reason}", session.now
        story.final_atoms = trader.terms.base_atoms
    else:
        story = Story(trader, session.now, valued(outcome, trader.account))
    story.lowest_rbv, story.lowest_at = story.opening_rbv, session.now
    return story


def _open_exempt(session: Session, refused: Trader, number: int) -> Story:
    """One more account, with the same leverage and without fees: they may be what is too much."""
    account, terms = AccountId(number), evolve(refused.terms, with_fees=False)
    for command in fund_trader(terms, account):
        session.apply(command)
    trader = Trader(account, refused.leverage, terms)
    session.followers.append(trader.follow)
    return open_story(session, trader)


def valued(outcome: Outcome, account: AccountId) -> int:
    """RBV initial as an accepted checked command states it."""
    if isinstance(outcome, Rejected):
        raise ScenarioError(f"a batch of account {account} was rejected: {outcome.reason}")
    last = outcome.events[-1]
    if not isinstance(last, AccountValued):
        raise ScenarioError("a checked command ended without account_valued")
    return last.initial_atoms


def _would_be(dump: StateDump, batch: Batch) -> int:
    """RBV after a refused batch: with help of so many base atoms it is accepted, less the help."""
    helped = ReferenceVenue(restore(dump))
    helped.apply(Deposit(owner(batch.account), batch.account, BASE, HELP_ATOMS))
    return valued(helped.apply(batch), batch.account) - HELP_ATOMS


def _move(years: Years, bar: Bar) -> None:
    """Let the hour pass; at a tick, the mark and the rate are set just before it."""
    session, mark = years.session, years.terms.instrument.price(bar.open_e8)
    if bar.time % TICK_MILLISECONDS:
        session.apply(AdvanceTime(OPERATOR, Milliseconds(bar.time)))
        session.apply(SetMark(OPERATOR, ASSET, mark))
    else:
        rate = years.rates.publish(bar.time)
        session.apply(AdvanceTime(OPERATOR, Milliseconds(bar.time - 1)))
        session.apply(SetMark(OPERATOR, ASSET, mark))
        session.apply(SetFundingRate(OPERATOR, PERP, rate))
        session.apply(AdvanceTime(OPERATOR, Milliseconds(bar.time)))
        years.prices.append((bar.time, mark, rate))


def _look(years: Years) -> None:
    """Value all traders, and keep a sample of each at every tick."""
    session = years.session
    last = AccountId(FIRST_TRADER + len(years.stories) - 1)
    values = session.values(FIRST_TRADER, last)
    for story, (initial, _maintenance) in zip(years.stories, values, strict=True):
        if not story.trader.is_open:
            continue
        if initial < story.lowest_rbv:
            story.lowest_rbv, story.lowest_at = initial, session.now
        if initial < 0 and story.below_zero_at is None:
            story.below_zero_at = session.now
        if session.now % TICK_MILLISECONDS == 0:
            story.samples.append(sample(session, story.trader, initial))


def sample(session: Session, trader: Trader, rbv_atoms: int) -> Sample:
    """A trader now; funding that has accrued and is not yet settled counts."""
    part = session.certificate(trader.account)
    return Sample(
        session.now,
        session.mark,
        rbv_atoms,
        equity_atoms(part),
        trader.funding_atoms,
        trader.interest_atoms,
    )


def _act(session: Session, story: Story, rhythm: str, *, is_last: bool) -> None:
    """Close at the end or below zero; true up and extend when it is time."""
    trader = story.trader
    if is_last or story.below_zero_at is not None:
        end_story(session, story, "end of the data" if is_last else "RBV below 0")
        return
    loan = loan_of(session.engine.dump(), trader.account) if _is_term(session, story) else None
    if loan is not None or (session.now - story.opened_at) % RHYTHMS[rhythm] == 0:
        trader.settle(session, extend=loan is not None)


def _is_term(session: Session, story: Story) -> bool:
    """A loan is extended at the very end of its term, so that no hour is paid early."""
    return (session.now - story.opened_at) % TERM_MILLISECONDS == 0


def end_story(session: Session, story: Story, ending: str) -> None:
    """Close the trade and read from the ledger what is left; the last sample is of that."""
    trader = story.trader
    trader.close(session)
    dump = session.engine.dump()
    lot_atoms = trader.terms.instrument.lot_atoms
    story.ending, story.closed_at = ending, session.now
    story.final_atoms = balance(dump, trader.account, BASE)
    story.dust_atoms = balance(dump, trader.account, ASSET) * session.mark // lot_atoms
    ((initial, _maintenance),) = session.values(trader.account, trader.account)
    story.samples.append(sample(session, trader, initial))

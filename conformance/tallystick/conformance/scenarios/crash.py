"""10 October 2025, minute by minute: what one mark shows of a hedge, and what it hides.

Traders put the trade on when the recorded minutes begin and hold it. In a second venue the hedge is
closed at chosen minutes: the perpetual future at the mark of the minute's end, the spot into the
trades that another venue recorded from then on, each at its price and for its amount, until all is
sold; only trades whose taker sold, as this trader would have. What equity falls by, fees apart, is
the basis loss: nothing that the valuation knows of has changed.
"""

from collections.abc import Sequence

from attrs import define, frozen

from tallystick.conformance.flows.funding_rows import TICK_MILLISECONDS
from tallystick.conformance.flows.venue import OPERATOR, owner
from tallystick.conformance.scenarios.basis_venue import (
    ASSET,
    FAR,
    FIRST_TRADER,
    NEAR,
    PERP,
    SPOT,
    Terms,
    open_session,
    taking,
)
from tallystick.conformance.scenarios.price_rows import MINUTE_MILLISECONDS, Bar, Print
from tallystick.conformance.scenarios.rates import Rates
from tallystick.conformance.scenarios.session import (
    ScenarioError,
    Session,
    equity_atoms,
)
from tallystick.conformance.scenarios.trader import Trader
from tallystick.conformance.scenarios.years import (
    Progress,
    Sample,
    Story,
    end_story,
    open_story,
    sample,
)
from tallystick.reference.types.choices import Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    Batch,
    CancelAll,
    NewOrder,
    PlaceOrder,
    SetMark,
)
from tallystick.reference.types.outcome import Rejected
from tallystick.reference.types.perp_commands import SetFundingRate
from tallystick.reference.types.units import AccountId, Lots, MarketId, Milliseconds, Price

CLOSINGS = 5
CLOSING_LEVERAGE = 10
PATIENCE_MILLISECONDS = MINUTE_MILLISECONDS
"""The spot has to be sold so soon after the mark, or the minute is no candidate."""


@frozen
class Fill:
    """Lots sold at a recorded price."""

    time: int
    price: Price
    lots: int


@frozen
class Moment:
    """A minute's end at which the hedge may be closed: its mark, and the trades that then come."""

    time: int
    mark: Price
    fills: tuple[Fill, ...]

    @property
    def lots(self) -> int:
        """How many are sold."""
        return sum(fill.lots for fill in self.fills)

    @property
    def short_atoms(self) -> int:
        """What the trades bring less than the mark, in base atoms."""
        return sum((self.mark - fill.price) * fill.lots for fill in self.fills)


@define
class Closing:
    """A hedge that was closed at a moment, in base atoms."""

    trader: Trader
    moment: Moment
    rbv_before: int = 0
    equity_before: int = 0
    equity_after: int = 0
    fees: int = 0
    refused: str = ""

    @property
    def loss_atoms(self) -> int:
        """What equity fell by beyond the fees: less than 0 if the basis brought something."""
        return self.equity_before - self.equity_after - self.fees


@define
class Day:
    """The recorded minutes."""

    terms: Terms
    first: int
    last: int
    bars: tuple[Bar, ...]
    stories: list[Story]
    session: Session


@define
class Closings:
    """The hedges closed into recorded trades, in the order of their moments."""

    terms: Terms
    closings: list[Closing]
    moments: list[Moment]
    """All minutes at which a hedge could have been closed, in order of time."""
    best: Moment
    """The one at which another venue's spot stood highest above the mark."""
    session: Session


def run_day(
    terms: Terms, leverages: Sequence[int], bars: Sequence[Bar], rates: Rates, progress: Progress
) -> Day:
    """Hold the trade through all minutes; the mark becomes the price with which each one ends."""
    session, stories = _opened(terms, leverages, bars[0])
    day = Day(
        terms, session.now, bars[-1].time + MINUTE_MILLISECONDS, tuple(bars), stories, session
    )
    rates.require(day.first, day.last)
    for number, bar in enumerate(bars[1:], start=1):
        pass_minute(session, terms, rates, bar)
        for story in stories:
            if story.trader.is_open:
                _look(session, story)
        if number % 100 == 0 or number == len(bars) - 1:
            progress("minutes", number, len(bars) - 1)
    for story in stories:
        if story.trader.is_open:
            end_story(session, story, "end of the data")
    return day


def _opened(terms: Terms, leverages: Sequence[int], bar: Bar) -> tuple[Session, list[Story]]:
    now, mark = bar.time + MINUTE_MILLISECONDS, terms.instrument.price(bar.close_e8)
    session = open_session(terms, now, mark, len(leverages))
    traders = [
        Trader(AccountId(FIRST_TRADER + n), lever, terms) for n, lever in enumerate(leverages)
    ]
    session.followers += [trader.follow for trader in traders]
    return session, [open_story(session, trader) for trader in traders]


def pass_minute(session: Session, terms: Terms, rates: Rates, bar: Bar) -> None:
    """The mark of the minute's end; before a tick it is set a millisecond early, with the rate."""
    end, mark = bar.time + MINUTE_MILLISECONDS, terms.instrument.price(bar.close_e8)
    if end % TICK_MILLISECONDS == 0:
        session.apply(AdvanceTime(OPERATOR, Milliseconds(end - 1)))
        session.apply(SetMark(OPERATOR, ASSET, mark))
        session.apply(SetFundingRate(OPERATOR, PERP, rates.publish(end)))
        session.apply(AdvanceTime(OPERATOR, Milliseconds(end)))
    else:
        session.apply(AdvanceTime(OPERATOR, Milliseconds(end)))
        session.apply(SetMark(OPERATOR, ASSET, mark))


def _look(session: Session, story: Story) -> None:
    account = story.trader.account
    ((initial, _maintenance),) = session.values(account, account)
    if initial < story.lowest_rbv:
        story.lowest_rbv, story.lowest_at = initial, session.now
    seen: Sample = sample(session, story.trader, initial)
    story.samples.append(seen)
    if initial < 0:
        story.below_zero_at = session.now
        end_story(session, story, "RBV below 0")


def moments(terms: Terms, bars: Sequence[Bar], prints: Sequence[Print], lots: int) -> list[Moment]:
    """Every minute's end behind which so many lots were sold soon enough, in order of time."""
    sold = [one for one in prints if one.taker_sells]
    found, place = [], 0
    for bar in bars:
        end = bar.time + MINUTE_MILLISECONDS
        while place < len(sold) and sold[place].time < end:
            place += 1
        fills = _fills(terms, sold, place, end, lots)
        if fills:
            found.append(Moment(end, terms.instrument.price(bar.close_e8), fills))
    return found


def _fills(
    terms: Terms, sold: Sequence[Print], place: int, end: int, lots: int
) -> tuple[Fill, ...]:
    """Trades from a place on until all lots are sold; none, if that takes too long."""
    fills, left = [], lots
    while left and place < len(sold) and sold[place].time < end + PATIENCE_MILLISECONDS:
        one = sold[place]
        taken = min(left, terms.instrument.lots(one.amount_e8))
        if taken:
            fills.append(Fill(one.time, terms.instrument.price(one.price_e8), taken))
            left -= taken
        place += 1
    return () if left else tuple(fills)


def run_closings(
    terms: Terms, bars: Sequence[Bar], prints: Sequence[Print], rates: Rates, progress: Progress
) -> Closings:
    """Close the hedge of one trader at each of the worst moments, in one venue.

    ScenarioError if the trades hold no such moment.
    """
    session, stories = _opened(terms, (CLOSING_LEVERAGE,) * CLOSINGS, bars[0])
    lots = _position(session, stories[0].trader)
    found = [one for one in moments(terms, bars[1:], prints, lots) if one.lots == lots]
    if len(found) < CLOSINGS:
        raise ScenarioError(f"the recorded trades hold only {len(found)} such minutes")
    worst = sorted(found, key=lambda one: (-one.short_atoms, one.time))[:CLOSINGS]
    worst.sort(key=lambda one: one.time)
    closings = [Closing(story.trader, one) for story, one in zip(stories, worst, strict=True)]
    due = {one.moment.time: one for one in closings}
    for number, bar in enumerate(bars[1:], start=1):
        pass_minute(session, terms, rates, bar)
        if session.now in due:
            _close(session, due[session.now])
        if number % 100 == 0 or number == len(bars) - 1:
            progress("closings", number, len(bars) - 1)
    best = min(found, key=lambda one: (one.short_atoms, one.time))
    return Closings(terms, closings, found, best, session)


def _position(session: Session, trader: Trader) -> int:
    """Lots that the trader is short, all against the dealers."""
    legs = session.engine.dump().markets[PERP - 1].legs or ()
    return sum(leg.lots for leg in legs if leg.short_account == trader.account)


def _close(session: Session, closing: Closing) -> None:
    """Sell into one recorded trade after the other, and buy the hedge back at the mark."""
    account, fees = closing.trader.account, closing.trader.fee_atoms
    ((closing.rbv_before, _),) = session.values(account, account)
    closing.equity_before = equity_atoms(session.certificate(account))
    for fill in closing.moment.fills:
        for dealer in (NEAR, FAR):
            session.apply(CancelAll(owner(dealer), dealer))
        _rest(session, FAR, SPOT, Side.BUY, fill.price, fill.lots)
        _rest(session, NEAR, PERP, Side.SELL, closing.moment.mark, fill.lots)
        both = (
            taking(session, account, SPOT, Side.SELL, fill.price, fill.lots),
            taking(session, account, PERP, Side.BUY, session.mark, fill.lots, reduce_only=True),
        )
        outcome = session.attempt(Batch(owner(account), account, both))
        if isinstance(outcome, Rejected):
            closing.refused = str(outcome.reason)
            break
    closing.equity_after = equity_atoms(session.certificate(account))
    closing.fees = closing.trader.fee_atoms - fees


def _rest(
    session: Session, dealer: AccountId, market: MarketId, side: Side, price: Price, lots: int
) -> None:
    new = NewOrder(session.order_id(dealer), market, side, price, Lots(lots))
    session.apply(PlaceOrder(owner(dealer), dealer, new))

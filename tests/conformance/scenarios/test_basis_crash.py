"""Closing the hedge into trades recorded elsewhere takes what they bring less than the mark."""

from collections.abc import Sequence

import pytest

from tallystick.conformance.scenarios.basis_venue import Terms
from tallystick.conformance.scenarios.crash import (
    CLOSINGS,
    Closings,
    Fill,
    moments,
    run_closings,
    run_day,
)
from tallystick.conformance.scenarios.decimals import UNITS
from tallystick.conformance.scenarios.instruments import BITCOIN
from tallystick.conformance.scenarios.price_rows import MINUTE_MILLISECONDS, Print
from tallystick.conformance.scenarios.rates import Rates
from tallystick.conformance.scenarios.session import ScenarioError
from tests.conformance.scenarios.hand_data import START, bars_at, funding_rows

MINUTE = MINUTE_MILLISECONDS
FREE = Terms(BITCOIN, with_fees=False, near_basis_points=0, compares=False)
PAID = Terms(BITCOIN, compares=False)


def silent(_what: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def sold(minute: int, second: int, dollars: int, lots: int, *, taker_sells: bool = True) -> Print:
    time = START + minute * MINUTE + second * 1_000
    return Print(2, time, taker_sells, dollars * UNITS, lots * 1_000)


def closed(dollars: Sequence[int], prints: Sequence[Print], terms: Terms = FREE) -> Closings:
    bars = bars_at(dollars, MINUTE)
    return run_closings(terms, bars, prints, Rates.of(funding_rows([0])), silent)


def test_a_moment_has_the_trades_that_follow_it_until_all_is_sold() -> None:
    bars = bars_at([100, 100], MINUTE)
    prints = [
        sold(0, 59, 1, 99),  # before the first minute has ended
        sold(1, 1, 90, 3),
        sold(1, 2, 91, 99, taker_sells=False),
        sold(1, 3, 92, 0),  # less than a lot
        sold(1, 4, 95, 9),
        sold(2, 59, 70, 4),
        sold(3, 1, 60, 9),  # too late for the second
    ]
    (first,) = moments(FREE, bars, prints, 5)
    assert first.time == START + MINUTE
    assert first.fills == (
        Fill(START + MINUTE + 1_000, BITCOIN.price(90 * UNITS), 3),
        Fill(START + MINUTE + 4_000, BITCOIN.price(95 * UNITS), 2),
    )
    # A dollar is 10 atoms of a lot.
    assert first.short_atoms == (100 - 90) * 10 * 3 + (100 - 95) * 10 * 2
    assert [one.time - START for one in moments(FREE, bars, prints, 4)] == [MINUTE, 2 * MINUTE]


def test_the_loss_is_what_the_trades_bring_less_than_the_mark() -> None:
    # 10,000 dollars: 10,000 lots of 100,000 atoms; one per cent of 1,000 is 10.
    prints = [sold(minute, 1, 9_900 - minute, 10_000) for minute in range(1, 8)]
    prints.append(sold(9, 1, 10_200, 10_000))
    found = closed([10_000] * 12, prints)
    assert len(found.closings) == CLOSINGS
    assert len(found.moments) == 7
    # The lower the later; the last five minutes of those.
    for minute, closing in zip(range(3, 8), found.closings, strict=True):
        assert closing.moment.time == START + minute * MINUTE
        assert closing.refused == ""
        assert closing.loss_atoms == 10_000 * 10 * (100 + minute)
        assert closing.equity_before - closing.equity_after == closing.loss_atoms
        assert closing.rbv_before == 88_643_835
    assert found.best.short_atoms == -10_000 * 10 * 200
    dump = found.session.engine.dump()
    traders = {closing.trader.account for closing in found.closings}
    assert not any(leg.short_account in traders for leg in dump.markets[1].legs or ())


def test_fees_are_no_basis_loss() -> None:
    prints = [sold(minute, 1, 9_900 - minute, 10_000) for minute in range(1, 8)]
    found = closed([10_000] * 12, prints, PAID)
    for minute, closing in zip(range(3, 8), found.closings, strict=True):
        assert closing.fees > 10**6
        # The dealers' first quotes were not at the mark, and fees are converted rounded down.
        lots = closing.moment.lots
        assert abs(closing.loss_atoms - lots * 10 * (100 + minute)) <= 2


def test_too_few_trades_are_told() -> None:
    with pytest.raises(ScenarioError, match="hold only 4 such minutes"):
        closed([10_000] * 12, [sold(minute, 1, 9_900, 10_000) for minute in range(2, 6)])


def test_a_closing_that_the_venue_refuses_is_reported() -> None:
    # At half the mark the sale takes 500 of the 100 that were brought.
    prints = [sold(minute, 1, 5_000, 10_000) for minute in range(1, 8)]
    found = closed([10_000] * 12, prints)
    for closing in found.closings:
        assert closing.refused == "insufficient_margin"
        assert closing.loss_atoms == 0


def test_a_day_of_minutes_is_held_and_seen_by_the_minute() -> None:
    dollars = [10_000, 9_000, 9_500, 10_000, 10_500]
    day = run_day(FREE, (10, 40), bars_at(dollars, MINUTE), Rates.of([]), silent)
    for story in day.stories:
        *held, closed_by = story.samples
        assert [one.time for one in held] == [START + minute * MINUTE for minute in range(2, 6)]
        assert [one.mark for one in held] == [90_000, 95_000, 100_000, 105_000]
        # The last sample is of what the closing left.
        assert (closed_by.time, closed_by.equity_atoms) == (story.closed_at, story.final_atoms)
        assert closed_by.interest_atoms == story.trader.interest_atoms
        # The dearer, the more the spot costs to sell.
        notional = story.trader.leverage * 10**8
        assert story.samples[0].rbv_atoms == story.opening_rbv + notional // 1_000
        assert story.lowest_rbv == story.opening_rbv - notional // 2_000
        # Only the interest of 8 hours is paid in the end; equity has that of ten days taken off.
        assert {one.equity_atoms for one in held} == {
            10**8 - -(-(notional - 10**8) * 550 // 365_000)
        }
        assert story.gain_atoms == -story.trader.interest_atoms
        assert story_is_closed_at_the_end(story.closed_at, day.last)


def story_is_closed_at_the_end(closed_at: int, last: int) -> bool:
    return closed_at == last == START + 5 * MINUTE

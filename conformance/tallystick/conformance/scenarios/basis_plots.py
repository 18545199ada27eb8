"""The drawings of the page, each from what a venue said."""

from collections.abc import Callable, Sequence

from tallystick.conformance.scenarios.crash import Closings, Day
from tallystick.conformance.scenarios.instruments import base_text
from tallystick.conformance.scenarios.plots import Line, Mark, Point, chart
from tallystick.conformance.scenarios.price_rows import MINUTE_MILLISECONDS
from tallystick.conformance.scenarios.rows import story_row
from tallystick.conformance.scenarios.years import Story, Years

BASE_UNIT = "units of the base asset (100 brought)"
_PRICE_TONE, _LOW_TONE = 6, 5
NEAR_MILLISECONDS = 75 * MINUTE_MILLISECONDS
"""How far around a moment is drawn once more, larger."""
_RATE_UNITS = 10**7
_TICKS_OF_A_MONTH = 90


def value_lines(stories: Sequence[Story]) -> tuple[list[Line], list[Line]]:
    """Of all traders: equity, and RBV."""
    equity, rbv = [], []
    for tone, story in enumerate((one for one in stories if one.samples), start=1):
        name = story_row(story).name
        equity.append(Line(name, tone, [(one.time, one.equity_atoms) for one in story.samples]))
        rbv.append(Line(name, tone, [(one.time, one.rbv_atoms) for one in story.samples]))
    return equity, rbv


def years_plots(years: Years) -> list[str]:
    """RBV, equity, funding and interest, the price, and the funding rate."""
    equity, rbv = value_lines(years.stories)
    ends = [
        Mark(story.below_zero_at, f"{story_row(story).name} below 0")
        for story in years.stories
        if story.below_zero_at is not None
    ]
    drawn = [
        chart("RBV", BASE_UNIT, rbv, _base, ends, with_zero=True),
        chart("Equity", BASE_UNIT, equity, _base, with_zero=True),
    ]
    kept = [story for story in years.stories if story.samples]
    if kept:
        one = kept[0]
        lines = [
            Line("funding", 2, [(seen.time, seen.funding_atoms) for seen in one.samples]),
            Line("interest", 3, [(seen.time, seen.interest_atoms) for seen in one.samples]),
        ]
        title = f"Funding received and interest paid until then, {story_row(one).name}"
        drawn.append(chart(title, BASE_UNIT, lines, _base, with_zero=True))
    dollars = years.terms.instrument.dollars
    prices = [(time, mark) for time, mark, _rate in years.prices]
    name = years.terms.instrument.name
    drawn.append(
        chart("Mark", f"dollars a {name}", [Line("mark", _PRICE_TONE, prices)], _whole(dollars))
    )
    rates = Line("a month", 2, _monthly_rates(years.prices))
    drawn.append(
        chart(
            "Funding, mean of 30 days",
            "per cent a year of the mark",
            [rates],
            _percent,
            with_zero=True,
        )
    )
    return [drawing for drawing in drawn if drawing]


def day_plots(day: Day) -> list[str]:
    """The mark of every minute, with its range, and RBV and equity by the minute."""
    terms = day.terms
    price = terms.instrument.price
    ends = [(bar.time + MINUTE_MILLISECONDS, bar) for bar in day.bars]
    marks = [
        Line("mark", _PRICE_TONE, [(end, price(bar.close_e8)) for end, bar in ends]),
        Line("lowest in it", _LOW_TONE, [(end, price(bar.low_e8)) for end, bar in ends]),
    ]
    equity, rbv = value_lines(day.stories)
    low = min(ends, key=lambda one: one[1].low_e8)
    dropped = [Mark(low[0], "lowest")]
    near = [
        Line(one.name, one.tone, [p for p in one.points if abs(p[0] - low[0]) <= NEAR_MILLISECONDS])
        for one in marks
    ]
    dollars = _whole(terms.instrument.dollars)
    return [
        chart("Mark by the minute", "dollars a bitcoin", marks, dollars, dropped),
        chart("Mark around the lowest minute", "dollars a bitcoin", near, dollars, dropped),
        chart("RBV by the minute", BASE_UNIT, rbv, _base, dropped, with_zero=True),
        chart("Equity by the minute", BASE_UNIT, equity, _base, dropped),
    ]


def closings_plots(found: Closings) -> list[str]:
    """What closing the hedge would have taken: at every minute at which it could be closed."""
    points: list[Point] = [(one.time, one.short_atoms) for one in found.moments]
    worst = max(found.closings, key=lambda closing: closing.loss_atoms).moment.time
    near = [point for point in points if abs(point[0] - worst) <= NEAR_MILLISECONDS]
    title = "Basis loss, had the hedge been closed at that minute"
    marks = [Mark(worst, "worst")]
    return [
        chart(title, BASE_UNIT, [Line("loss", 4, points)], _base, marks, with_zero=True),
        chart(
            f"{title}: around the worst",
            BASE_UNIT,
            [Line("loss", 4, near)],
            _base,
            marks,
            with_zero=True,
        ),
    ]


def _monthly_rates(prices: Sequence[tuple[int, int, int]]) -> list[Point]:
    """Mean rate of the 30 days before, in hundredths of a per cent a year; every tenth tick."""
    sums, points = 0, []
    for place, (time, _mark, rate) in enumerate(prices):
        sums += rate
        if place >= _TICKS_OF_A_MONTH:
            sums -= prices[place - _TICKS_OF_A_MONTH][2]
        if place + 1 >= _TICKS_OF_A_MONTH and place % 10 == 0:
            yearly = sums * 365 * 3 * 10_000 // (_TICKS_OF_A_MONTH * _RATE_UNITS)
            points.append((time, yearly))
    return points


def _base(atoms: int) -> str:
    return base_text(atoms).removesuffix(".00")


def _percent(hundredths: int) -> str:
    return f"{hundredths / 100:g} %"


def _whole(dollars: Callable[[int], str]) -> Callable[[int], str]:
    return lambda price: dollars(price)[:-3]

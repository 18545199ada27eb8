"""Drawings stay within their frame, and are small enough to be drawn."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tallystick.conformance.scenarios.plots import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Line,
    Mark,
    chart,
    nice_steps,
    thinned,
    time_steps,
)

SVG = "{http://www.w3.org/2000/svg}"
DAY = 86_400_000
START = 1_700_006_400_000
"""15 November 2023, 00:00."""


def parts(drawing: str, kind: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(drawing)
    return [each for each in root.iter() if kind in each.get("class", "").split()]


def places(path: ElementTree.Element) -> list[tuple[float, float]]:
    steps = re.findall(r"([0-9.]+) ([0-9.]+)", path.get("d", ""))
    return [(float(x), float(y)) for x, y in steps]


def test_lines_stay_within_the_frame() -> None:
    first = Line("a", 1, [(START + hour * 3_600_000, hour * hour - 900) for hour in range(60)])
    second = Line("b", 2, [(START, 5), (START + DAY, 7)])
    drawing = chart("Things", "pieces", [first, second], str, [Mark(START + DAY, "<here>")])
    one, two = (places(each) for each in parts(drawing, "line"))
    assert (len(one), len(two)) == (60, 2)
    for x, y in one + two:
        assert LEFT <= x <= WIDTH - RIGHT
        assert TOP <= y <= HEIGHT - BOTTOM
    assert (one[0][0], one[-1][0]) == (LEFT, WIDTH - RIGHT)
    # Higher values are further up, and the same time is at the same place.
    assert one[0][1] > one[30][1] > one[-1][1]
    assert two[-1][0] == one[24][0]
    assert [each.text for each in parts(drawing, "word")] == ["<here>"]
    assert "&lt;here&gt;" in drawing
    assert [each.text for each in parts(drawing, "title")] == ["Things, pieces"]


def test_names_do_not_stand_on_each_other() -> None:
    lines = [Line(str(tone), tone, [(START, 0), (START + DAY, tone)]) for tone in range(1, 7)]
    lines.append(Line("far", 1, [(START, 0), (START + DAY, 10_000)]))
    drawing = chart("x", "y", lines, str)
    heights = sorted(float(each.get("y", "")) for each in parts(drawing, "name"))
    assert len(heights) == 7
    assert all(above + 14 <= below for above, below in pairwise(heights))
    assert TOP <= heights[0] < heights[-1] <= HEIGHT - BOTTOM + 5


def test_a_mark_outside_is_not_drawn_and_one_at_the_edge_is_readable() -> None:
    line = Line("a", 1, [(START, 1), (START + DAY, 2)])
    marks = [Mark(START - 1, "before"), Mark(START + DAY, "at the end")]
    (word,) = parts(chart("x", "y", [line], str, marks), "word")
    assert (word.text, word.get("text-anchor")) == ("at the end", "end")


def test_nothing_is_no_drawing_and_one_point_is_one() -> None:
    assert chart("x", "y", [], str) == ""
    assert chart("x", "y", [Line("a", 1, [])], str) == ""
    assert len(parts(chart("x", "y", [Line("a", 1, [(START, 5)])], str), "line")) == 1


def test_zero_is_shown_where_it_is_wanted() -> None:
    line = Line("a", 1, [(START, 50), (START + DAY, 60)])
    assert len(parts(chart("x", "y", [line], str, with_zero=True), "zero")) == 1
    assert parts(chart("x", "y", [line], str), "zero") == []


def test_thinning_keeps_ends_and_extremes() -> None:
    points = [(place, (place * 7_919) % 10_007) for place in range(50_000)]
    points[31_234] = (31_234, 10**6)
    points[777] = (777, -(10**6))
    kept = thinned(points, 700)
    assert len(kept) <= 704
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    assert {(31_234, 10**6), (777, -(10**6))} <= set(kept)
    assert kept == sorted(kept)
    assert thinned(points[:700], 700) == points[:700]


@pytest.mark.parametrize(
    ("bounds", "steps"),
    [
        ((0, 10), [0, 2, 4, 6, 8, 10]),
        ((-7, 11), [-5, 0, 5, 10]),
        ((3, 3), [3]),
        ((0, 99_999_999), [0, 20_000_000, 40_000_000, 60_000_000, 80_000_000]),
    ],
)
def test_steps_are_round(bounds: tuple[int, int], steps: list[int]) -> None:
    assert nice_steps(*bounds) == steps


def test_times_are_named_by_how_long_they_span() -> None:
    hours = time_steps(START, START + DAY)
    assert [name for _time, name in hours] == ["00:00", "06:00", "12:00", "18:00", "00:00"]
    days = time_steps(START, START + 30 * DAY)
    assert START <= days[0][0] < START + 5 * DAY
    assert len(days) <= 8
    assert {later[0] - sooner[0] for sooner, later in pairwise(days)} == {5 * DAY}
    months = time_steps(START, START + 3 * 365 * DAY)
    assert [name for _time, name in months] == [
        "Jan 2024", "Jul 2024", "Jan 2025", "Jul 2025", "Jan 2026", "Jul 2026",
    ]  # fmt: skip

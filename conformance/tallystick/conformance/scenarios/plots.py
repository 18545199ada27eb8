"""Lines over time as SVG, drawn here: a page that holds them loads nothing.

Numbers are whole (milliseconds, base atoms, prices); only their places on the page are fractions.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from attrs import frozen

WIDTH, HEIGHT = 960, 300
LEFT, RIGHT, TOP, BOTTOM = 84, 128, 34, 34
"""Margins: labels of the values stand at the left, names of the lines at the right."""
MOST_POINTS = 700
"""Of a line; where there are more, the highest and lowest of each stretch are kept."""
_VALUE_STEPS = 5
_TIME_STEPS = 7
_LABEL_GAP = 15
_DAY = 86_400_000
_CHARACTER = 7
"""About how wide one is, in the font of the page."""

Point = tuple[int, int]
"""A time in milliseconds, and a value."""


@frozen
class Line:
    """A named line; `tone` is the number of its colour, from 1 to 6."""

    name: str
    tone: int
    points: Sequence[Point]


@frozen
class Mark:
    """A time that is pointed out, with a word."""

    time: int
    word: str


@frozen
class Frame:
    """The part of the page that the lines fill, and what its edges mean."""

    first: int
    last: int
    lowest: int
    highest: int

    def x(self, time: int) -> float:
        """Where a time is, from the left."""
        return LEFT + (WIDTH - LEFT - RIGHT) * (time - self.first) / (self.last - self.first)

    def y(self, value: int) -> float:
        """Where a value is, from the top."""
        share = (value - self.lowest) / (self.highest - self.lowest)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share


def chart(
    title: str,
    unit: str,
    lines: Sequence[Line],
    value_text: Callable[[int], str],
    marks: Sequence[Mark] = (),
    *,
    with_zero: bool = False,
) -> str:
    """A whole drawing; empty if there is nothing to draw."""
    lines = [Line(one.name, one.tone, thinned(one.points)) for one in lines if one.points]
    if not lines:
        return ""
    frame = _frame(lines, with_zero=with_zero)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' class="plot"><title>{escape(title)}</title>',
        _text("title", LEFT, 18, "start", f"{title}, {unit}"),
        *_values(frame, value_text),
        *_times(frame),
        *(part for mark in marks for part in _pointed_out(frame, mark)),
        *(_path(frame, line) for line in lines),
        *_names(frame, lines),
        "</svg>",
    ]
    return "\n".join(parts)


def thinned(points: Sequence[Point], most: int = MOST_POINTS) -> list[Point]:
    """At most so many points: of each stretch its first, its lowest and highest, and its last."""
    if len(points) <= most:
        return list(points)
    stretch = -(-len(points) * 4 // most)
    kept: list[Point] = []
    for start in range(0, len(points), stretch):
        part = points[start : start + stretch]
        chosen = {
            0,
            min(range(len(part)), key=lambda place: part[place][1]),
            max(range(len(part)), key=lambda place: part[place][1]),
            len(part) - 1,
        }
        kept += [part[place] for place in sorted(chosen)]
    return kept


def nice_steps(lowest: int, highest: int, steps: int = _VALUE_STEPS) -> list[int]:
    """Round numbers within the bounds, at most twice so many: 1, 2 or 5 times a power of ten."""
    span = max(1, highest - lowest)
    size = 1
    while True:
        for factor in (1, 2, 5):
            if span // (factor * size) <= steps:
                step = factor * size
                return list(range(-(-lowest // step) * step, highest + 1, step))
        size *= 10


def time_steps(first: int, last: int) -> list[tuple[int, str]]:
    """Times to be named, with their names: hours of a day, days, or beginnings of months."""
    span = last - first
    if span <= 3 * _DAY:
        hours = next(hour for hour in (1, 2, 3, 6, 12) if span <= hour * 3_600_000 * _TIME_STEPS)
        step = hours * 3_600_000
        form = "%H:%M" if span <= _DAY else "%d %b %H:%M"
        return [
            (time, _when(time, form)) for time in range(-(-first // step) * step, last + 1, step)
        ]
    if span <= 60 * _DAY:
        step = -(-span // (_TIME_STEPS * _DAY)) * _DAY
        return [
            (time, _when(time, "%d %b %Y"))
            for time in range(-(-first // step) * step, last + 1, step)
        ]
    return list(_months(first, last))


def _months(first: int, last: int) -> Iterator[tuple[int, str]]:
    begin = datetime.fromtimestamp(first // 1000, UTC)
    months = (last - first) // (30 * _DAY)
    step = next(one for one in (1, 2, 3, 6, 12, 24) if months <= one * _TIME_STEPS)
    count = begin.year * 12 + begin.month - 1
    count = -(-count // step) * step
    while True:
        time = int(datetime(count // 12, count % 12 + 1, 1, tzinfo=UTC).timestamp()) * 1000
        if time > last:
            return
        if time >= first:
            yield time, _when(time, "%b %Y")
        count += step


def _frame(lines: Sequence[Line], *, with_zero: bool) -> Frame:
    times = [time for line in lines for time, _value in line.points]
    values = [value for line in lines for _time, value in line.points]
    if with_zero:
        values.append(0)
    lowest, highest = min(values), max(values)
    room = max(1, (highest - lowest) // 20)
    return Frame(min(times), max(*times, min(times) + 1), lowest - room, highest + room)


def _values(frame: Frame, value_text: Callable[[int], str]) -> Iterator[str]:
    for value in nice_steps(frame.lowest, frame.highest):
        y = frame.y(value)
        kind = "zero" if value == 0 else "grid"
        yield f'<path class="{kind}" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
        yield _text("tick", LEFT - 8, y + 4, "end", value_text(value))


def _times(frame: Frame) -> Iterator[str]:
    bottom = HEIGHT - BOTTOM
    for time, name in time_steps(frame.first, frame.last):
        x = frame.x(time)
        yield f'<path class="grid" d="M{x:.1f} {TOP}V{bottom + 5}"/>'
        yield _text("tick", x, bottom + 20, "middle", name)


def _pointed_out(frame: Frame, mark: Mark) -> Iterator[str]:
    if frame.first <= mark.time <= frame.last:
        x = frame.x(mark.time)
        yield f'<path class="mark" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>'
        fits = x + _CHARACTER * len(mark.word) < WIDTH - RIGHT
        anchor, gap = ("start", 5) if fits else ("end", -5)
        yield _text("word", x + gap, TOP + 11, anchor, mark.word)


def _path(frame: Frame, line: Line) -> str:
    steps = "L".join(f"{frame.x(time):.1f} {frame.y(value):.1f}" for time, value in line.points)
    return f'<path class="line tone{line.tone}" d="M{steps}"/>'


def _names(frame: Frame, lines: Sequence[Line]) -> Iterator[str]:
    """At the end of each line its name, moved apart where two would stand on each other."""
    wanted = sorted((frame.y(line.points[-1][1]), place) for place, line in enumerate(lines))
    heights = [y for y, _place in wanted]
    for number in range(1, len(heights)):
        heights[number] = max(heights[number], heights[number - 1] + _LABEL_GAP)
    room = float(HEIGHT - BOTTOM)
    for number in reversed(range(len(heights))):
        room = heights[number] = min(heights[number], room)
        room -= _LABEL_GAP
    y_of = {place: y for (_y, place), y in zip(wanted, heights, strict=True)}
    for place, line in enumerate(lines):
        x = WIDTH - RIGHT + 8
        yield _text(f"name tone{line.tone}", x, y_of[place] + 4, "start", line.name)


def _text(kind: str, x: float, y: float, anchor: str, words: str) -> str:
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {where}>{escape(words)}</text>'


def _when(time: int, form: str) -> str:
    return f"{datetime.fromtimestamp(time // 1000, UTC):{form}}"

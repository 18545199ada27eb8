"""Where everything of the picture of a valuation stands, in pixels."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from attrs import define

from tallystick.conformance.explain.margin_curve import Curve, Point, ScaleCharge, SideCharge
from tallystick.conformance.explain.margin_shapes import Bracket, Layout, Level, Marker, Words
from tallystick.conformance.explain.margin_terms import PERMILLE, SCALES

LEFT, RIGHT = 130, 800
TOP, BOTTOM = 118, 500
"""The frame of the picture."""
LABELS_LEFT = 826
LINE = 16
MARKER = 4.5
MOST_DIGITS = 14
NEAREST = 3
"""The line of RBV 0 is drawn if it is not farther away than so many times the picture's height."""
OUTWARD = ((1, "start"), (-1, "end"))
"""Where words go from the lines of the sides, the risen price first."""
WILD = "·"
"""Any sign, in the names of pieces that have the same value."""

Place = Callable[[Fraction], float]
"""From a shift or a value to a coordinate."""


@define
class _Tag:
    """A label that wants to stand at a height."""

    wanted: float
    words: str
    kind: str
    y: float = 0.0


def laid_out(curve: Curve) -> Layout:
    """The picture of a curve."""
    scale_y, low, high, is_zero_shown = _scale_of_values(curve)

    def at(shift: Fraction) -> float:
        return LEFT + (RIGHT - LEFT) * (float(shift) / curve.range_permille + 1) / 2

    def points(line: Sequence[tuple[Fraction, Fraction]]) -> tuple[tuple[float, float], ...]:
        return tuple((at(shift), scale_y(value)) for shift, value in line)

    grid = tuple(_ticks(low, high))
    has_orders = any(side.orders for scale in curve.scales for side in scale.sides) or (
        curve.with_orders[0][1] != curve.equity[0][1]
        or curve.with_orders[-1][1] != curve.equity[-1][1]
    )
    columns = tuple(_columns(curve.range_permille))
    drawn = _drawn_scales(curve)
    return Layout(
        equity=points(curve.equity),
        with_orders=points(curve.with_orders),
        has_orders=has_orders,
        levels=tuple(_levels(curve, scale_y, has_orders=has_orders, with_zero=is_zero_shown)),
        # The least ones last: nothing hides them.
        markers=tuple(sorted(_markers(drawn, at, scale_y), key=lambda one: one.is_least)),
        brackets=tuple(_brackets(drawn, at, scale_y)),
        grid=tuple(scale_y(Fraction(value)) for value in grid),
        columns=tuple(at(Fraction(shift)) for shift in columns),
        mark=at(Fraction(0)),
        words=(
            *_axis_words(curve, grid, columns, at, scale_y),
            *_scale_words(drawn, at),
        ),
        pieces=tuple(_piece_words(drawn, at, scale_y)),
        is_zero_shown=is_zero_shown,
    )


def overlaps(layout: Layout) -> Iterator[tuple[str, str]]:
    """Labels that hide one another."""
    every = (*layout.words, *layout.pieces, *(level.label for level in layout.levels))
    for one, other in combinations(every, 2):
        left, top, right, bottom = one.box
        other_left, other_top, other_right, other_bottom = other.box
        is_beside = right <= other_left or other_right <= left
        if not (is_beside or bottom <= other_top or other_bottom <= top):
            yield one.words, other.words


def _drawn_scales(curve: Curve) -> tuple[ScaleCharge, ...]:
    """Both; one if they are the same."""
    initial, maintenance = curve.scales
    return (initial,) if initial.permille == maintenance.permille else curve.scales


def _scale_of_values(curve: Curve) -> tuple[Place, int, int, bool]:
    """From a value to a height, the lowest and the highest value, and whether 0 is among them."""
    values = [value for line in (curve.equity, curve.with_orders) for _, value in line]
    values += [
        point.value for scale in curve.scales for side in scale.sides for point in side.points
    ]
    values += [Fraction(scale.rbv) for scale in curve.scales]
    least, most = min(values), max(values)
    span = most - least or Fraction(1)
    is_zero_shown = least <= NEAREST * span and most >= -NEAREST * span
    if is_zero_shown:
        least, most = min(least, Fraction(0)), max(most, Fraction(0))
    space = (most - least or Fraction(1)) / 20
    low, high = least - space, most + space

    def height(value: Fraction) -> float:
        return BOTTOM - float((value - low) / (high - low)) * (BOTTOM - TOP)

    return (
        height,
        ceil(low),
        floor(high),
        is_zero_shown,
    )


def _ticks(low: int, high: int) -> Iterator[int]:
    """Round values, at most nine."""
    step = 1
    while (high - low) // step > 8:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    yield from range(-(-low // step) * step, high + 1, step)


def _columns(range_permille: int) -> Iterator[int]:
    """Shifts at which prices are told: every 10 %, or fewer."""
    step = 100
    while range_permille // step > 5:
        step += 100
    if range_permille < step:
        step = range_permille
    last = range_permille // step * step
    yield from range(-last, last + 1, step)


def _levels(curve: Curve, height: Place, *, has_orders: bool, with_zero: bool) -> Iterator[Level]:
    """Values with a label on the right, in an order from above, and none over another."""
    initial, maintenance = curve.scales
    tags = [_Tag(height(curve.equity[-1][1]), "equity, without orders", "equity")]
    if has_orders:
        tags.append(_Tag(height(curve.with_orders[-1][1]), "equity, orders at worst", "orders"))
    if initial.rbv == maintenance.rbv:
        both = height(Fraction(initial.rbv))
        tags.append(_Tag(both, f"RBV {initial.rbv}, at both scales", initial.name))
    else:
        named = ((height(Fraction(one.rbv)), one) for one in curve.scales)
        tags += [_Tag(y, f"RBV {one.name} {one.rbv}", one.name) for y, one in named]
    if with_zero:
        tags.append(_Tag(height(Fraction(0)), "RBV 0", "zero"))
    _spread(tags, TOP, BOTTOM)
    for tag in tags:
        label = Words(LABELS_LEFT, tag.y + 4, tag.words, "head" if "RBV" in tag.words else "")
        yield Level(tag.wanted, tag.kind, label)


def _spread(tags: list[_Tag], top: float, bottom: float) -> None:
    """Give every tag a height near the wanted one, a line apart from the next."""
    tags.sort(key=lambda tag: tag.wanted)
    last = top - LINE
    for tag in tags:
        tag.y = last = max(tag.wanted, last + LINE)
    last = bottom + LINE
    for tag in reversed(tags):
        tag.y = last = min(tag.y, last - LINE)


def _markers(scales: Sequence[ScaleCharge], at: Place, height: Place) -> Iterator[Marker]:
    for scale in scales:
        least = min(side.least.value for side in scale.sides)
        for side in scale.sides:
            for point in side.points:
                is_least = point.value == least
                yield Marker(at(side.shift), height(point.value), scale.name, is_least)


def _brackets(scales: Sequence[ScaleCharge], at: Place, height: Place) -> Iterator[Bracket]:
    for scale in scales:
        for side in scale.sides:
            top, bottom = side.equity + side.orders, side.least.value
            yield Bracket(at(side.shift), height(top), height(bottom), scale.name)


def _axis_words(
    curve: Curve, grid: Sequence[int], columns: Sequence[int],
    at: Place, height: Place,
) -> Iterator[Words]:  # fmt: skip
    for value in grid:
        yield Words(LEFT - 10, height(Fraction(value)) + 4, _short(value), "quiet", "end")
    mark = curve.asset.mark
    assert mark is not None
    for shift in columns:
        yield Words(at(Fraction(shift)), BOTTOM + 18, percent(Fraction(shift)), "", "middle")
        price = Fraction(mark * (PERMILLE + shift), PERMILLE)
        shown = f"{price.numerator // price.denominator}"
        yield Words(at(Fraction(shift)), BOTTOM + 34, shown, "quiet", "middle")
    yield Words(LEFT - 34, BOTTOM + 18, "price", "", "end")


def _short(value: int) -> str:
    """As it is, or as a power of ten if it is too long for the margin."""
    shown = str(value)
    return shown if len(shown) <= MOST_DIGITS else f"{value:.3g}"


def _scale_words(scales: Sequence[ScaleCharge], at: Place) -> Iterator[Words]:
    """Above the frame, outside of the lines of a scale: whose they are."""
    for row, scale in enumerate(scales):
        name = scale.name if len(scales) > 1 else " and ".join(SCALES)
        for side, (sign, anchor) in zip(scale.sides, OUTWARD, strict=True):
            words = f"{name} {percent(side.shift)}" if sign > 0 else percent(side.shift)
            place = at(side.shift) + 5 * sign
            yield Words(place, TOP - 8 - LINE * row, words, scale.name, anchor)


def _piece_words(scales: Sequence[ScaleCharge], at: Place, height: Place) -> Iterator[Words]:
    """Names of the pieces of the wider scale, outside of their markers."""
    widest = max(scales, key=lambda scale: scale.permille)
    for side, (sign, anchor) in zip(widest.sides, OUTWARD, strict=True):
        tags = [_Tag(height(value), name, "") for name, value in grouped(side)]
        _spread(tags, TOP + 6, BOTTOM - 6)
        for tag in tags:
            yield Words(at(side.shift) + 10 * sign, tag.y + 4, tag.words, "piece", anchor)


def grouped(side: SideCharge) -> Iterator[tuple[str, Fraction]]:
    """Pieces of one value under one name, such as `-+·` for `-++` and `-+-`."""
    groups: dict[Fraction, list[Point]] = {}
    for point in side.points:
        groups.setdefault(point.value, []).append(point)
    for value, points in groups.items():
        names = [point.name for point in points]
        signs = [set(column) for column in zip(*names, strict=True)]
        if 2 ** sum(len(one) - 1 for one in signs) == len(names):
            yield "".join(min(one) if len(one) == 1 else WILD for one in signs), value
        else:
            yield " ".join(names), value


def percent(shift: Fraction) -> str:
    """A shift in percent with its sign, and one decimal at most."""
    tenths = round(shift)
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else "+" if tenths else ""
    return f"{sign}{whole}{f'.{rest}' if rest else ''} %"

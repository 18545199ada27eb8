"""What an account is worth at other prices of an asset, and its RBV, drawn as SVG."""

from collections.abc import Iterator, Sequence
from math import ceil
from xml.sax.saxutils import escape

from tallystick.conformance.explain.margin_curve import Curve, ScaleCharge
from tallystick.conformance.explain.margin_layout import (
    BOTTOM,
    LABELS_LEFT,
    LEFT,
    MARKER,
    RIGHT,
    TOP,
    laid_out,
    percent,
)
from tallystick.conformance.explain.margin_runs import MarginStory
from tallystick.conformance.explain.margin_shapes import (
    CHARACTER_WIDTH,
    Layout,
    Marker,
    Words,
)
from tallystick.conformance.explain.margin_terms import SCALES, decimal
from tallystick.conformance.explain.margin_text import heading
from tallystick.conformance.explain.network_text import table

WIDTH, MARGIN, LINE = 1160, 30, 17
STYLE = (
    "text{font:11px ui-monospace,Menlo,Consolas,monospace;fill:#1f2933;white-space:pre}"
    ".title{font-size:16px;font-weight:bold}.quiet{fill:#5b6672}.head{font-weight:bold}"
    ".part{font-size:13px;font-weight:bold;fill:#5b6672}"
    ".behind{fill:#fafbfc}"
    ".frame{fill:#fafbfc;stroke:#dfe4ea}.grid{stroke:#e6eaee}.mark{stroke:#b6c0ca}"
    ".equity{stroke:#1b6ca8;stroke-width:2.5;fill:none}"
    ".orders{stroke:#1b6ca8;stroke-width:2.5;stroke-dasharray:2 4;fill:none}"
    ".initial{stroke:#b8431b;stroke-dasharray:8 4}.maintenance{stroke:#2f7d4f;stroke-dasharray:3 3}"
    ".zero{stroke:#1f2933;stroke-width:2}.leader{stroke:#9aa5b1;fill:none}"
    ".side{stroke-dasharray:none;stroke-width:.7}.bracket{stroke-width:5;stroke-opacity:.35;"
    "stroke-dasharray:none}"
    ".dot{stroke-width:1.5;stroke-dasharray:none;fill:#fff}"
    ".initial.least{fill:#b8431b}.maintenance.least{fill:#2f7d4f}"
    "text.initial,text.maintenance{stroke:none}"
)


def margin_svg(story: MarginStory, curve: Curve, when: str) -> str:
    """A whole SVG file; `when` is `before` or `after`."""
    layout = laid_out(curve)
    words = _words_below(curve, BOTTOM + 100)
    # Long numbers need a wider sheet.
    width = max(WIDTH, *(ceil(2 * MARGIN + word.box[2] - word.box[0]) for word in words))
    height = BOTTOM + 100 + LINE * len(words) + 8
    part = curve.asset
    title = f"Account {story.account} at other prices of asset {part.asset}"
    about = (
        f"mark {part.mark}, r = {part.risk_permille}, s = {part.slippage_permille},"
        f" sp = {part.perp_slippage_permille} permille; signs are those of h, e and g"
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        _text(Words(MARGIN, 32, title, "title")),
        _text(Words(MARGIN, 54, f"{heading(story)}: {when}", "quiet")),
        _text(Words(MARGIN, 71, about, "quiet")),
        *_frame(layout),
        *_lines(layout),
        *map(_marker, layout.markers),
        *map(_behind, layout.pieces),
        *map(_text, (*layout.words, *layout.pieces)),
        *(_text(level.label) for level in layout.levels),
        *_legend(layout, curve),
        *map(_text, words),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _frame(layout: Layout) -> Iterator[str]:
    yield (
        f'<rect class="frame" x="{LEFT}" y="{TOP}" width="{RIGHT - LEFT}" height="{BOTTOM - TOP}"/>'
    )
    for y in layout.grid:
        yield _line("grid", LEFT, y, RIGHT, y)
    for x in layout.columns:
        yield _line("grid", x, TOP, x, BOTTOM)
    yield _line("mark", layout.mark, TOP, layout.mark, BOTTOM)


def _lines(layout: Layout) -> Iterator[str]:
    for bracket in layout.brackets:
        yield _line(f"{bracket.scale} side", bracket.x, TOP - 6, bracket.x, BOTTOM)
        yield _line(f"{bracket.scale} bracket", bracket.x, bracket.top, bracket.x, bracket.bottom)
    for level in layout.levels:
        if level.kind not in ("equity", "orders"):
            yield _line(level.kind, LEFT, level.y, RIGHT, level.y)
        leader = f"M{_short(RIGHT)} {_short(level.y)}L{LABELS_LEFT - 6} {_short(level.label.y - 4)}"
        yield f'<path class="leader" d="{leader}"/>'
    if layout.has_orders:
        yield _polyline("orders", layout.with_orders)
    yield _polyline("equity", layout.equity)


def _marker(marker: Marker) -> str:
    kind = f"{marker.scale} dot{' least' if marker.is_least else ''}"
    if marker.scale == SCALES[0]:
        where = f'cx="{_short(marker.x)}" cy="{_short(marker.y)}" r="{MARKER}"'
        return f'<circle class="{kind}" {where}/>'
    x, y, size = marker.x - MARKER + 0.5, marker.y - MARKER + 0.5, 2 * MARKER - 1
    where = f'x="{_short(x)}" y="{_short(y)}" width="{size:g}" height="{size:g}"'
    return f'<rect class="{kind}" {where}/>'


def _behind(words: Words) -> str:
    """What keeps lines away from the name of a piece."""
    left, top, right, bottom = words.box
    size = f'width="{_short(right - left + 4)}" height="{_short(bottom - top)}"'
    return f'<rect class="behind" x="{_short(left - 2)}" y="{_short(top)}" {size}/>'


def _legend(layout: Layout, curve: Curve) -> Iterator[str]:
    """What the signs of the picture mean."""
    top, left = BOTTOM + 62, float(MARGIN)
    names = [scale.name for scale in curve.scales]
    if len({scale.permille for scale in curve.scales}) == 1:
        names = names[:1]
    for name in names:
        shown = name if len(names) > 1 else " and ".join(SCALES)
        yield _marker(Marker(left + 6, top - 4, name, is_least=False))
        yield _marker(Marker(left + 22, top - 4, name, is_least=True))
        words = f"pieces, {shown}; filled: the least"
        yield _text(Words(left + 34, top, words))
        left += 34 + len(words) * CHARACTER_WIDTH + 24
    yield _line(f"{names[0]} bracket", left, top - 4, left + 26, top - 4)
    words = "charge for slippage and other assets"
    yield _text(Words(left + 34, top, words))
    if not layout.is_zero_shown:
        left += 34 + len(words) * CHARACTER_WIDTH + 24
        yield _text(Words(left, top, "RBV 0 is far outside", "quiet"))


def _words_below(curve: Curve, top: int) -> list[Words]:
    """What each side is charged, as a table."""
    rows: list[Sequence[object]] = [
        ("scale", "price", "equity there", "orders", "slippage", "other assets", "least piece", "")
    ]
    for scale in curve.scales:
        rows += _rows_of(scale)
    lines = table(rows)
    kinds = ("head", *("" for _ in lines[1:]))
    return [
        Words(MARGIN, top + LINE * place, words, kind)
        for place, (words, kind) in enumerate(zip(lines, kinds, strict=True))
    ]


def _rows_of(scale: ScaleCharge) -> Iterator[Sequence[object]]:
    least = min(side.least.value for side in scale.sides)
    for side in scale.sides:
        amounts = (side.equity, side.orders, side.slippage, side.others)
        rounded = f"RBV {scale.name} {scale.rbv}" if side.least.value == least else ""
        yield (
            f"{scale.name}, {scale.permille}",
            percent(side.shift),
            *map(decimal, amounts),
            f"{side.least.name} {decimal(side.least.value)}",
            rounded,
        )


def _polyline(kind: str, points: Sequence[tuple[float, float]]) -> str:
    path = "L".join(f"{_short(x)} {_short(y)}" for x, y in points)
    return f'<path class="{kind}" d="M{path}"/>'


def _line(kind: str, x: float, y: float, to_x: float, to_y: float) -> str:
    ends = f'x1="{_short(x)}" y1="{_short(y)}" x2="{_short(to_x)}" y2="{_short(to_y)}"'
    return f'<line class="{kind}" {ends}/>'


def _text(words: Words) -> str:
    style = f' class="{words.kind}"' if words.kind else ""
    where = f'x="{_short(words.x)}" y="{_short(words.y)}"'
    return f'<text{style} {where} text-anchor="{words.anchor}">{escape(words.words)}</text>'


def _short(number: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{round(number, 1):g}"

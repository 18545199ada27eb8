"""The network before and after a command drawn as SVG."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from xml.sax.saxutils import escape

from tallystick.conformance.explain.network import Change, Network
from tallystick.conformance.explain.network_layout import (
    CENTRES,
    CHARACTER_WIDTH,
    LABEL_HEIGHT,
    RADIUS,
    TOP,
    Arrow,
    Layout,
    Picture,
    Spot,
    laid_out,
)
from tallystick.conformance.explain.network_text import (
    heading,
    market_line,
    payment_lines,
    step_lines,
    title,
    wealth_lines,
)

WIDTH = 1160
MARGIN = 30
LINE = 17
COLUMNS = (MARGIN, 610)
"""Where the two columns of words below the pictures begin."""
COLUMN_CHARACTERS = 80
STYLE = (
    "text{font:11px ui-monospace,Menlo,Consolas,monospace;fill:#1f2933;white-space:pre}"
    ".title{font-size:16px;font-weight:bold}.quiet{fill:#5b6672}.head{font-weight:bold}"
    ".part{font-size:13px;font-weight:bold;fill:#5b6672}.panel{fill:#fafbfc;stroke:#dfe4ea}"
    ".long{fill:#e2effa;stroke:#1b6ca8}.short{fill:#fdeedd;stroke:#b8691b}"
    ".flat{fill:#f1f1f1;stroke:#8a8a8a}.node{stroke-width:1.5}.party{stroke-width:3.5}"
    ".account{font-size:14px;font-weight:bold}"
    ".leg{fill:none;stroke-width:1.5}.unchanged{stroke:#9aa5b1}.settled{stroke:#6b4fa0}"
    ".reduced{stroke:#c0392b}.ended{stroke:#c0392b;stroke-dasharray:6 4}"
    ".extended{stroke:#2f8f4e;stroke-width:2}.new{stroke:#2f8f4e;stroke-width:3}"
    ".then{fill:none;stroke:#9aa5b1;stroke-width:4;stroke-linecap:round;stroke-linejoin:round}"
    ".label{fill:#fff;stroke-width:1}.arrowhead{stroke:none}"
)
MEANINGS = {
    Change.UNCHANGED: "unchanged",
    Change.SETTLED: "settled",
    Change.REDUCED: "reduced",
    Change.ENDED: "ended",
    Change.EXTENDED: "extended",
    Change.NEW: "new",
}
COLOURS = {
    Change.UNCHANGED: "#9aa5b1",
    Change.SETTLED: "#6b4fa0",
    Change.REDUCED: "#c0392b",
    Change.ENDED: "#c0392b",
    Change.EXTENDED: "#2f8f4e",
    Change.NEW: "#2f8f4e",
}
LEGS_TOLD = "legs, from short to long:"
LOSSES = (Change.REDUCED, Change.ENDED, Change.SETTLED)


def network_svg(network: Network) -> str:
    """A whole SVG file."""
    layout = laid_out(network)
    words, height = _words(network, layout.bottom + 46)
    head = title(network)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img">',
        f"<title>{escape(head)}</title>",
        f"<style>{STYLE}</style>",
        f"<defs>{''.join(map(_arrowhead, Change))}</defs>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        text_at(MARGIN, 32, head[:1].upper() + head[1:], "title"),
        text_at(MARGIN, 54, f"{heading(network)}; {market_line(network)}", "quiet"),
        *_pictures(layout),
        *_legend(network, layout),
        *words,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _pictures(layout: Layout) -> Iterator[str]:
    height = layout.bottom - TOP + 34
    middle = TOP - 34 + height // 2
    yield f'<path class="then" d="M572 {middle - 12}l15 12l-15 12"/>'
    for name, centre, picture in zip(
        ("before", "after"), CENTRES, (layout.before, layout.after), strict=True
    ):
        yield (
            f'<rect class="panel" x="{centre - 260}" y="{TOP - 34}" width="520"'
            f' height="{height}" rx="10"/>'
        )
        yield text_at(centre, TOP - 14, name, "part", "middle")
        for arrow in picture.arrows:
            yield _line(arrow, is_after=picture is layout.after)
        yield from _spots(picture)
        for arrow in picture.arrows:
            yield from _label(arrow, is_after=picture is layout.after)


def _shown_change(arrow: Arrow, *, is_after: bool) -> Change:
    """Before the command, what it will take away; after it, all that it did."""
    change = arrow.link.change
    return change if is_after or change in LOSSES else Change.UNCHANGED


def _line(arrow: Arrow, *, is_after: bool) -> str:
    change = _shown_change(arrow, is_after=is_after)
    points = (arrow.curve.start, arrow.curve.bend, arrow.curve.end)
    start, bend, end = (f"{short(x)} {short(y)}" for x, y in points)
    path = f"M{start}Q{bend} {end}"
    return f'<path class="leg {change}" d="{path}" marker-end="url(#tip-{change})"/>'


def _label(arrow: Arrow, *, is_after: bool) -> Iterator[str]:
    box, change = arrow.box, _shown_change(arrow, is_after=is_after)
    left, top = box.x - box.width / 2, box.y - box.height / 2
    yield (
        f'<rect class="label {change}" x="{short(left)}" y="{short(top)}"'
        f' width="{short(box.width)}" height="{LABEL_HEIGHT}" rx="5"/>'
    )
    kind = "" if change is Change.UNCHANGED else "head"
    yield text_at(box.x, box.y + 4, arrow.label, kind, "middle")


def _spots(picture: Picture) -> Iterator[str]:
    for spot in picture.spots:
        side = "long" if spot.position > 0 else "short" if spot.position < 0 else "flat"
        kind = "party" if spot.roles else "node"
        where = f'cx="{short(spot.x)}" cy="{short(spot.y)}"'
        yield f'<circle class="{kind} {side}" {where} r="{RADIUS}"/>'
        yield from _spot_words(spot)


def _spot_words(spot: Spot) -> Iterator[str]:
    yield text_at(spot.x, spot.y + 1, str(spot.account), "account", "middle")
    yield text_at(spot.x, spot.y + 16, spot.number, "", "middle")
    if spot.roles:
        yield text_at(spot.x, spot.y + RADIUS + 14, spot.caption, "head", "middle")


def _legend(network: Network, layout: Layout) -> Iterator[str]:
    """What the lines and circles mean; only changes that there are."""
    top, left = layout.bottom + 22, float(MARGIN)
    for side, words in (("short", "short"), ("long", "long"), ("flat", "no position")):
        yield f'<circle class="node {side}" cx="{short(left + 7)}" cy="{top - 4}" r="7"/>'
        yield text_at(left + 20, top, words)
        left += 20 + len(words) * CHARACTER_WIDTH + 18
    there = {link.change for link in network.links}
    yield text_at(left, top, LEGS_TOLD)
    left += len(LEGS_TOLD) * CHARACTER_WIDTH + 12
    for change in Change:
        if change in there:
            words = MEANINGS[change]
            yield (
                f'<path class="leg {change}" d="M{short(left)} {top - 4}h34"'
                f' marker-end="url(#tip-{change})"/>'
            )
            yield text_at(left + 42, top, words)
            left += 42 + len(words) * CHARACTER_WIDTH + 18
    if layout.left_out:
        yield text_at(left, top, f"{layout.left_out} other accounts are not drawn", "quiet")


def _words(network: Network, top: int) -> tuple[list[str], int]:
    """Steps and payments on the left, wealth on the right, and where both end."""
    left: list[tuple[str, str]] = []
    for name, lines in (
        ("steps", step_lines(network)),
        ("payments", payment_lines(network.payments)),
    ):
        told = list(lines)
        if told:
            left += [("part", name), *_folded(told), ("", "")]
    rows = list(wealth_lines(network))
    right = [("part", "position and wealth"), ("head", rows[0]), *_folded(rows[1:])]
    right += [("head", text) for text in network.differences]
    drawn: list[str] = []
    for column, told_lines in zip(COLUMNS, (left, right), strict=True):
        for place, (kind, words) in enumerate(told_lines):
            if words:
                drawn.append(text_at(column, top + LINE * (place + 1), words, kind))
    longest = max(len(left) - 1, len(right))
    return drawn, top + LINE * (longest + 1) + 8


def _folded(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Lines that are too wide go on below their own margin."""
    for line in lines:
        margin = line[: len(line) - len(line.lstrip())] + "    "
        folded = (
            [line]
            if len(line) <= COLUMN_CHARACTERS
            else wrap(line, COLUMN_CHARACTERS, subsequent_indent=margin, break_on_hyphens=False)
        )
        for part in folded:
            yield "", part


def _arrowhead(change: Change) -> str:
    return (
        f'<marker id="tip-{change}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9"'
        ' markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path class="arrowhead" d="M0 0L8 4L0 8z" fill="{COLOURS[change]}"/></marker>'
    )


def text_at(left: float, top: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """Words at a place; `kind` is a class of the style."""
    style = f' class="{kind}"' if kind else ""
    where = f'x="{short(left)}" y="{short(top)}"'
    return f'<text{style} {where} text-anchor="{anchor}">{escape(words)}</text>'


def short(number: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{round(number, 1):g}"

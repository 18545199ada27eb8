"""Who owes whom around one account, drawn as SVG: a row for each counterparty."""

from collections.abc import Iterator, Sequence
from math import ceil, floor
from xml.sax.saxutils import escape

from attrs import frozen

from tallystick.conformance.explain.exposure_text import PLURALS, SIGNS
from tallystick.conformance.explain.exposures import ExposureView, Facing
from tallystick.conformance.explain.network_drawing import MARGIN, STYLE, WIDTH, short, text_at
from tallystick.conformance.explain.network_layout import CHARACTER_WIDTH, Box
from tallystick.conformance.explain.world_runs import Moment
from tallystick.conformance.explain.world_text import heading_lines, short_state

MOST_ROWS = 12
"""Of more counterparties those are drawn with whom most is owed."""
TOP, ROW = 80, 114
CARD_LEFT, CARD_WIDTH, CARD_HEIGHT = 668, WIDTH - MARGIN - 668, 100
OWN_WIDTH, OWN_HEIGHT = 200, 120
"""The card of the account itself, on the left."""
LINE_LEFT, LINE_RIGHT = 350, CARD_LEFT - 12
LINE = 17
LABEL_HEIGHT, PADDING = 40, 10
WIDEST_LABEL = LINE_RIGHT - LINE_LEFT - 30
OWN_STYLE = (
    ".owes{stroke:#c0392b}.isowed{stroke:#2f8f4e}.even{stroke:#9aa5b1}.flow{fill:none}"
    ".box{fill:#fff;stroke-width:1}.card{fill:#fafbfc;stroke:#b9c2cc}"
    ".opencard{fill:#fdecea;stroke:#c0392b}.self{fill:#e2effa;stroke:#1b6ca8;stroke-width:2.5}"
    ".openself{fill:#fdecea;stroke:#c0392b;stroke-width:2.5}"
)
COLOURS = {"owes": "#c0392b", "isowed": "#2f8f4e", "even": "#9aa5b1"}


@frozen
class Words:
    """Words at a place, and the room that they may take."""

    text: str
    x: float
    y: float
    room: float
    kind: str = ""
    anchor: str = "start"

    @property
    def box(self) -> Box:
        """What they take."""
        width = min(self.room, len(self.text) * CHARACTER_WIDTH)
        middle = self.x if self.anchor == "middle" else self.x + width / 2
        return Box(middle, self.y - 4, width, LINE - 3)


@frozen
class Row:
    """One counterparty: its line, the label on it and its card."""

    facing: Facing
    y: float
    label: Box
    label_words: tuple[Words, ...]
    card: Box
    card_words: tuple[Words, ...]

    @property
    def flow(self) -> str:
        """Which way what is owed goes."""
        net = self.facing.net_atoms
        return "isowed" if net > 0 else "owes" if net < 0 else "even"


@frozen
class Layout:
    """Where everything is."""

    rows: tuple[Row, ...]
    own: Box
    own_words: tuple[Words, ...]
    height: int
    left_out: int


def exposure_svg(moment: Moment, view: ExposureView) -> str:
    """A whole SVG file."""
    layout = exposure_layout(view)
    account = view.standing.account
    title = f"Whom account {account} faces"
    heading = next(heading_lines(moment, f"account {account}"))
    notes = f"in base atoms; {SIGNS}; worst: at the worst piece of each asset, maintenance scale"
    if layout.left_out:
        notes = f"{layout.left_out} other counterparties are not drawn; {notes}"
    height = layout.height
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}{OWN_STYLE}</style>",
        f"<defs>{''.join(map(_arrowhead, COLOURS))}</defs>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        text_at(MARGIN, 32, title, "title"),
        _words(Words(heading, MARGIN, 54, WIDTH - 2 * MARGIN, "quiet")),
        *_flows(layout),
        *_account(view, layout),
        *_cards(layout),
        _words(Words(notes, MARGIN, height - 16, WIDTH - 2 * MARGIN, "quiet")),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def exposure_layout(view: ExposureView) -> Layout:
    """Find a place for everything; of many counterparties only the largest are there."""
    largest = sorted(view.facing, key=lambda one: (-abs(one.net_atoms), one.counterparty))
    drawn = sorted(largest[:MOST_ROWS], key=lambda one: one.counterparty)
    high = max(ROW * len(drawn), OWN_HEIGHT + LINE)
    start = TOP + (high - ROW * len(drawn)) / 2
    rows = tuple(_row(view, one, start + ROW * (place + 0.5)) for place, one in enumerate(drawn))
    own = Box(MARGIN + OWN_WIDTH / 2, TOP + high / 2, OWN_WIDTH, OWN_HEIGHT)
    words = tuple(_card_words(own, tuple(_own_lines(view))))
    return Layout(rows, own, words, round(TOP + high + 44), len(view.facing) - len(drawn))


def every_words(layout: Layout) -> Iterator[Words]:
    """All words that stand somewhere in the middle of the drawing."""
    yield from layout.own_words
    for row in layout.rows:
        yield from row.label_words
        yield from row.card_words


def _row(view: ExposureView, facing: Facing, y: float) -> Row:
    told = _owed(facing.net_atoms), f"worst: {_owed(facing.worst_atoms)}"
    width = min(max(map(len, told)) * CHARACTER_WIDTH + 2 * PADDING, WIDEST_LABEL)
    centre = (LINE_LEFT + LINE_RIGHT) / 2
    kinds = ("head", "")
    card = Box(CARD_LEFT + CARD_WIDTH / 2, y, CARD_WIDTH, CARD_HEIGHT)
    return Row(
        facing,
        y,
        Box(centre, y, width, LABEL_HEIGHT),
        tuple(
            Words(text, centre, y - 4 + LINE * place, width - PADDING, kind, "middle")
            for place, (text, kind) in enumerate(zip(told, kinds, strict=True))
        ),
        card,
        tuple(_card_words(card, tuple(_card_lines(view, facing)))),
    )


def _owed(atoms: int) -> str:
    """As the account sees it."""
    if atoms == 0:
        return "nothing owed"
    return f"is owed {atoms}" if atoms > 0 else f"owes {-atoms}"


def _card_words(card: Box, lines: Sequence[tuple[str, str]]) -> Iterator[Words]:
    """Lines of words, the middle of them in the middle of a card."""
    left, top = card.x - card.width / 2, card.y - LINE * (len(lines) - 1) / 2 + 4
    for place, (text, kind) in enumerate(lines):
        room = card.width - 2 * PADDING
        yield Words(text, left + PADDING, top + LINE * place, room, kind)


def _card_lines(view: ExposureView, facing: Facing) -> Iterator[tuple[str, str]]:
    standing, elsewhere = facing.standing, facing.elsewhere
    if standing is None:
        yield "the treasury", "head"
    else:
        yield f"account {facing.counterparty}, {short_state(standing)}", "head"
    yield ", ".join(f"{PLURALS[one.kind]} {floor(one.net)}" for one in facing.kinds), ""
    is_owed = sum(floor(one.is_owed) for one in facing.kinds)
    owes = sum(ceil(one.owes) for one in facing.kinds)
    if is_owed and owes:
        account = view.standing.account
        yield f"before netting account {account} is owed {is_owed}, owes {owes}", ""
    if standing is None or elsewhere is None:
        return
    yield (
        f"RBV maintenance {standing.maintenance_atoms}, net worth {standing.net_worth_atoms}",
        "quiet",
    )
    count = elsewhere.counterparty_count
    if not count:
        yield "it faces nobody else", "quiet"
        return
    others = "1 other" if count == 1 else f"{count} others"
    owed = f"is owed {floor(elsewhere.is_owed)}, owes {ceil(elsewhere.owes)}"
    yield f"faces {others}: {owed}", "quiet"


def _own_lines(view: ExposureView) -> Iterator[tuple[str, str]]:
    standing = view.standing
    yield f"account {standing.account}", "account"
    yield short_state(standing), "head"
    yield "RBV maintenance", "quiet"
    yield str(standing.maintenance_atoms), ""
    yield "net worth", "quiet"
    yield str(standing.net_worth_atoms), ""


def _flows(layout: Layout) -> Iterator[str]:
    """Lines from the debtor to the creditor; the more is owed, the thicker."""
    most = max((abs(row.facing.net_atoms) for row in layout.rows), default=0) or 1
    start, middle = MARGIN + OWN_WIDTH, layout.own.y
    for row in layout.rows:
        thick = short(1.5 + 3.5 * abs(row.facing.net_atoms) / most)
        bend = short((start + LINE_LEFT) / 2)
        curve = f"M{start} {short(middle)}C{bend} {short(middle)} {bend} {short(row.y)}"
        ends = (LINE_LEFT, LINE_RIGHT) if row.flow == "owes" else (LINE_RIGHT, LINE_LEFT)
        yield (
            f'<path class="flow {row.flow}" stroke-width="{thick}"'
            f' d="{curve} {LINE_LEFT} {short(row.y)}"/>'
        )
        tip = "" if row.flow == "even" else f' marker-end="url(#tip-{row.flow})"'
        yield (
            f'<path class="flow {row.flow}" stroke-width="{thick}"'
            f' d="M{ends[0]} {short(row.y)}L{ends[1]} {short(row.y)}"{tip}/>'
        )


def _account(view: ExposureView, layout: Layout) -> Iterator[str]:
    yield _rectangle(layout.own, "self" if view.standing.is_sound else "openself")
    yield from map(_words, layout.own_words)
    if not layout.rows:
        yield text_at(LINE_LEFT, layout.own.y + 4, "nobody has a contract with it")


def _cards(layout: Layout) -> Iterator[str]:
    for row in layout.rows:
        standing = row.facing.standing
        is_open = standing is not None and not standing.is_sound
        yield _rectangle(row.label, f"box {row.flow}")
        yield _rectangle(row.card, "opencard" if is_open else "card")
        yield from map(_words, (*row.label_words, *row.card_words))


def _rectangle(box: Box, kind: str) -> str:
    left, top = box.x - box.width / 2, box.y - box.height / 2
    return (
        f'<rect class="{kind}" x="{short(left)}" y="{short(top)}" width="{short(box.width)}"'
        f' height="{short(box.height)}" rx="6"/>'
    )


def _words(words: Words) -> str:
    """Words that would be too wide are drawn narrower."""
    drawn = text_at(words.x, words.y, words.text, words.kind, words.anchor)
    if len(words.text) * CHARACTER_WIDTH <= words.room:
        return drawn
    narrow = f'<text textLength="{short(words.room)}" lengthAdjust="spacingAndGlyphs"'
    return drawn.replace("<text", narrow, 1)


def overlaps(layout: Layout) -> Iterator[tuple[str, str]]:
    """Words that share room with others, in words."""
    told: Sequence[Words] = tuple(every_words(layout))
    for place, one in enumerate(told):
        for other in told[place + 1 :]:
            if one.box.overlap(other.box) > 0:
                yield one.text, other.text


def _arrowhead(flow: str) -> str:
    return (
        f'<marker id="tip-{flow}" viewBox="0 0 8 8" refX="3" refY="4" markerWidth="14"'
        ' markerHeight="14" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path class="arrowhead" d="M0 0L8 4L0 8z" fill="{COLOURS[flow]}"/></marker>'
    )

"""The transitions of a loan as a diagram: for Markdown (mermaid), and drawn as SVG.

Drawn is what changes the state, and what gives a running loan a new term; all else is in the table.
"""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from attrs import frozen

from tallystick.conformance.explain.states import ENDED, IN_TIME, NONE, TIME, Machine, State

WIDTH, HEIGHT = 1160, 450
BOX_WIDTH, BOX_HEIGHT = 170, 56
FIRST_CENTRE, STEP = 255, 253
TOP, BAR_TOP, BAR_HEIGHT = 190, 396, 34
LEVELS = (150, 105, 60)
"""Of the arrows that lead back to the first state, the nearest first."""
LINE = 13
STYLE = (
    "text{font:11px ui-monospace,Menlo,Consolas,monospace;fill:#1f2933}"
    ".name{font-size:14px;font-weight:bold}.state{fill:#eef4fb;stroke:#33608c;stroke-width:1.5}"
    ".end{fill:#f3f3f3;stroke:#777;stroke-width:1.5}.arrow{fill:none;stroke:#33608c}"
    ".back{fill:none;stroke:#2f7d4f}.out{fill:none;stroke:#777}.start{fill:#1f2933}"
)


@frozen
class Edge:
    """All transitions from one state to another: what events do it, by which commands."""

    source: str
    to: str
    causes: tuple[tuple[str, tuple[str, ...]], ...]
    condition: str

    @property
    def is_time(self) -> bool:
        """Whether it is time that passes."""
        return self.causes[0][0] == TIME[1]


def edges(machine: Machine) -> tuple[Edge, ...]:
    """What is drawn, in the order of the table."""
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    conditions: dict[tuple[str, str], str] = {}
    for row in machine.rows:
        if row.to == "same":
            continue
        event = row.event if row.role in ("loan", "part") else f"{row.event} as {row.role}"
        for source in row.sources:
            causes = found.setdefault((source, row.to), {})
            causes.setdefault(event, []).extend(row.commands)
            conditions.setdefault((source, row.to), row.condition)
    return tuple(
        Edge(
            source,
            to,
            tuple((event, tuple(commands)) for event, commands in causes.items()),
            conditions[source, to],
        )
        for (source, to), causes in found.items()
    )


def mermaid(machine: Machine) -> str:
    """The text of a mermaid block, without its fences."""
    lines = ["stateDiagram-v2", "    direction LR"]
    for edge in edges(machine):
        ends = ("[*]" if name in (NONE, ENDED) else name for name in (edge.source, edge.to))
        # No colon in a label: it would end it.
        words = [f"{event} by {', '.join(commands)}" for event, commands in edge.causes]
        label = edge.condition if edge.is_time else "<br/>".join(words)
        lines.append(f"    {' --> '.join(ends)} : {label}")
    return "\n".join(lines)


def svg(machine: Machine) -> str:
    """A whole SVG file."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img">',
        "<title>States of a loan</title>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *(part for state in machine.states for part in _box(state)),
        *(part for edge in edges(machine) for part in _drawn(edge)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _centre(name: str) -> int:
    return FIRST_CENTRE + STEP * IN_TIME.index(name)


def _box(state: State) -> Iterator[str]:
    if state.name == ENDED:
        left, width = _centre(IN_TIME[0]) - BOX_WIDTH // 2, STEP * 3 + BOX_WIDTH
        yield _rectangle("end", left, BAR_TOP, width, BAR_HEIGHT)
        yield _text("name", left + width // 2, BAR_TOP + 22, "middle", state.name)
        return
    centre = _centre(state.name)
    yield _rectangle("state", centre - BOX_WIDTH // 2, TOP, BOX_WIDTH, BOX_HEIGHT)
    yield _text("name", centre, TOP + 24, "middle", state.name)
    words = state.condition.split(" <= now <= ")
    short = state.condition if len(words) == 1 else f"{words[0]} .. {words[1]}"
    yield _text("", centre, TOP + 43, "middle", short)


def _drawn(edge: Edge) -> Iterator[str]:
    if edge.is_time:
        yield from _of_time(edge)
    elif edge.source == NONE:
        yield from _birth(edge)
    elif edge.to == ENDED:
        yield from _end(edge)
    else:
        yield from _back(edge)


def _of_time(edge: Edge) -> Iterator[str]:
    left = _centre(edge.source) + BOX_WIDTH // 2
    right = _centre(edge.to) - BOX_WIDTH // 2
    middle = TOP + BOX_HEIGHT // 2
    yield _path("arrow", f"M{left} {middle}H{right}")
    lines = _wrapped(edge.condition.split(), 10)
    first = middle - 6 - LINE * (len(lines) - 1)
    yield from _lines((left + right) // 2, first, "middle", lines)


def _birth(edge: Edge) -> Iterator[str]:
    centre, middle = _centre(edge.to), TOP + BOX_HEIGHT // 2
    if edge.to == IN_TIME[0]:
        yield f'<circle class="start" cx="44" cy="{middle}" r="7"/>'
        yield _path("arrow", f"M51 {middle}H{centre - BOX_WIDTH // 2}")
        yield from _lines(12, middle + 26, "start", _cause_lines(edge, 17))
        return
    column, below = centre - 72, TOP + BOX_HEIGHT + 44
    yield f'<circle class="start" cx="{column}" cy="{below}" r="5"/>'
    yield _path("arrow", f"M{column} {below - 5}V{TOP + BOX_HEIGHT}")
    yield from _lines(column - 10, below - 16, "end", _cause_lines(edge, 13))


def _end(edge: Edge) -> Iterator[str]:
    column = _centre(edge.source) - 40
    yield _path("out", f"M{column} {TOP + BOX_HEIGHT}V{BAR_TOP}")
    yield from _lines(column + 8, TOP + BOX_HEIGHT + 76, "start", _cause_lines(edge, 25))


def _back(edge: Edge) -> Iterator[str]:
    lines = _cause_lines(edge, 28)
    if edge.source == edge.to:
        right, left = _centre(edge.to) - 36, _centre(edge.to) - 62
        yield _path("back", f"M{right} {TOP}V{TOP - 34}H{left}V{TOP}")
        yield from _lines(left - 6, TOP - 26, "end", lines)
        return
    number = IN_TIME.index(edge.source) - 1
    source, to, level = _centre(edge.source), _centre(edge.to) + 40 - 24 * number, LEVELS[number]
    yield _path("back", f"M{source} {TOP}V{level}H{to}V{TOP}")
    first = level - 5 - LINE * (len(lines) - 1)
    yield from _lines(source - 6, first, "end", lines)


def _cause_lines(edge: Edge, width: int) -> list[str]:
    """Event and commands of every cause, in lines of about that many characters."""
    lines: list[str] = []
    for event, commands in edge.causes:
        words = [
            *f"{event} by".split(),
            *(f"{command}," for command in commands[:-1]),
            commands[-1],
        ]
        lines += _wrapped(words, width)
    return lines


def _wrapped(words: Sequence[str], width: int) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _rectangle(kind: str, left: int, top: int, width: int, height: int) -> str:
    where = f'x="{left}" y="{top}" width="{width}" height="{height}"'
    return f'<rect class="{kind}" {where} rx="8"/>'


def _path(kind: str, steps: str) -> str:
    return f'<path class="{kind}" d="{steps}" marker-end="url(#tip)"/>'


def _text(kind: str, left: int, top: int, anchor: str, words: str) -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text{style} x="{left}" y="{top}" text-anchor="{anchor}">{escape(words)}</text>'


def _lines(left: int, top: int, anchor: str, lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield _text("", left, top + LINE * number, anchor, line)

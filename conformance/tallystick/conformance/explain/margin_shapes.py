"""The pieces of the picture of a valuation: words, markers, levels and brackets, in pixels."""

from attrs import frozen

CHARACTER_WIDTH = 6.62


@frozen
class Words:
    """A line of text; `anchor` is start, middle or end."""

    x: float
    y: float
    words: str
    kind: str = ""
    anchor: str = "start"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        width = CHARACTER_WIDTH * len(self.words)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - 10, left + width, self.y + 3


@frozen
class Marker:
    """A piece."""

    x: float
    y: float
    scale: str
    is_least: bool


@frozen
class Level:
    """A value across the whole picture, with a leader from its right end to its label."""

    y: float
    kind: str
    label: Words


@frozen
class Bracket:
    """From the line that the orders make down to the least piece of a side."""

    x: float
    top: float
    bottom: float
    scale: str


@frozen
class Layout:
    """All that is drawn inside and around the frame."""

    equity: tuple[tuple[float, float], ...]
    with_orders: tuple[tuple[float, float], ...]
    has_orders: bool
    levels: tuple[Level, ...]
    markers: tuple[Marker, ...]
    brackets: tuple[Bracket, ...]
    grid: tuple[float, ...]
    """Heights of the ticks of the left axis."""
    columns: tuple[float, ...]
    """Places of the ticks of the lower axis."""
    mark: float
    """Place of the mark."""
    words: tuple[Words, ...]
    pieces: tuple[Words, ...]
    """Names of pieces, which stand on lines."""
    is_zero_shown: bool

"""Where accounts, legs and their labels are in the drawing of a network; nothing overlaps.

Both pictures have every account in the same place: shorts on the left of a circle, longs on its
right. Who has no position before the command stands where it stands after it.
"""

from collections.abc import Iterator, Sequence
from math import hypot, sqrt

from attrs import evolve, field, frozen

from tallystick.conformance.explain.network import Change, Link, Network, Node
from tallystick.conformance.explain.network_text import with_sign
from tallystick.reference.types.dump import LegDump
from tallystick.reference.types.units import AccountId

CENTRES = (290, 870)
"""Of the picture before and the one after."""
TOP = 108
"""Of both pictures."""
RADIUS, GAP = 27, 112
"""Of an account, and between two of them on one side."""
HALF_WIDTH = 190
CHARACTER_WIDTH = 6.7
LABEL_HEIGHT, LABEL_MARGIN = 18, 6
ROOM = 4
"""Between a label and anything else, if there is so much."""
PLACES = tuple(place / 50 for place in sorted(range(10, 41), key=lambda place: abs(place - 25)))
"""Where on its arrow a label may stand: the first that is free."""
SHIFTS = (0, 25, 50)
"""How far from its arrow a label may be, where there is no room for it on the arrow."""
MOST_ACCOUNTS = 16
"""Of more only those are drawn that the command concerns."""


SAMPLES = 40
"""Points of a leg that a label should not hide."""
Point = tuple[float, float]
"""Across and down."""


@frozen
class Box:
    """A rectangle by its middle."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: "Box") -> float:
        """The area that two rectangles share."""
        wide = (self.width + other.width) / 2 - abs(self.x - other.x)
        high = (self.height + other.height) / 2 - abs(self.y - other.y)
        return max(0.0, wide) * max(0.0, high)

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it, or almost."""
        near = abs(self.x - point[0]) <= self.width / 2, abs(self.y - point[1]) <= self.height / 2
        return all(near)


@frozen
class Spot:
    """An account in one picture."""

    account: AccountId
    x: float
    y: float
    position: int
    roles: tuple[str, ...]

    @property
    def box(self) -> Box:
        """What it takes, with the words below it."""
        words = len(self.caption) * CHARACTER_WIDTH
        return Box(self.x, self.y + 8, max(2 * RADIUS, words), 2 * RADIUS + 22)

    @property
    def caption(self) -> str:
        """What it does in the trades."""
        return ", ".join(self.roles)

    @property
    def number(self) -> str:
        """How its position is written."""
        return with_sign(self.position)


@frozen
class Curve:
    """A line from a start to an end, drawn to a bend that may lie on it."""

    start: Point
    bend: Point
    end: Point

    def at(self, place: float) -> Point:
        """A point of it, 0 being its start and 1 its end."""
        x, y = (
            (1 - place) ** 2 * one + 2 * place * (1 - place) * two + place**2 * three
            for one, two, three in zip(self.start, self.bend, self.end, strict=True)
        )
        return round(x, 1), round(y, 1)


@frozen
class Arrow:
    """A leg in one picture, from short to long, and its label."""

    link: Link
    curve: Curve
    label: str
    box: Box = field(default=Box(0, 0, 0, 0))
    """Where the label is."""


@frozen
class Picture:
    """The market at one time."""

    spots: tuple[Spot, ...]
    arrows: tuple[Arrow, ...]


@frozen
class Layout:
    """Both pictures and how high they are."""

    before: Picture
    after: Picture
    bottom: int
    left_out: int = field(default=0)
    """Accounts with a position that are not drawn."""


def laid_out(network: Network) -> Layout:
    """Find a place for everything."""
    concerned = _concerned(network)
    places, bottom = _places(concerned)
    known = {node.account for node in concerned}
    links = [
        link for link in network.links if {link.leg.long_account, link.leg.short_account} <= known
    ]
    before, after = (
        _picture(concerned, places, links, is_after=is_after) for is_after in (False, True)
    )
    standing = [node for node in network.nodes if node.before or node.after]
    return Layout(before, after, bottom, sum(node.account not in known for node in standing))


def _concerned(network: Network) -> tuple[Node, ...]:
    """Accounts with a position or a role; of too many those whose legs changed."""
    standing = tuple(node for node in network.nodes if node.before or node.after or node.roles)
    if len(standing) <= MOST_ACCOUNTS:
        return standing
    changed = {
        account
        for link in network.links
        if link.change is not Change.UNCHANGED
        for account in (link.leg.long_account, link.leg.short_account)
    }
    return tuple(node for node in standing if node.roles or node.account in changed)


def _places(nodes: Sequence[Node]) -> tuple[dict[AccountId, Point], int]:
    """The offset of every account from the middle of a picture, and the bottom of both."""
    sides: tuple[list[Node], list[Node]] = ([], [])
    for node in nodes:
        sides[(node.before or node.after) > 0].append(node)
    rows = max(1, *map(len, sides))
    half = GAP * rows / 2
    middle = TOP + half + 20
    found: dict[AccountId, Point] = {}
    for sign, side in zip((-1, 1), sides, strict=True):
        for place, node in enumerate(side):
            down = (place - (len(side) - 1) / 2) * GAP
            across = sign * HALF_WIDTH * sqrt(1 - (down / (half + GAP / 2)) ** 2)
            found[node.account] = (across, middle + down)
    return found, round(middle + half + 10)


def _picture(
    nodes: Sequence[Node],
    places: dict[AccountId, Point],
    links: Sequence[Link],
    *,
    is_after: bool,
) -> Picture:
    centre = CENTRES[is_after]
    spots = {
        node.account: Spot(
            node.account,
            round(centre + places[node.account][0], 1),
            round(places[node.account][1], 1),
            node.after if is_after else node.before,
            node.roles,
        )
        for node in nodes
    }
    arrows: list[Arrow] = []
    for link in links:
        leg = link.after if is_after else link.before
        if leg is not None:
            short, long = spots[leg.short_account], spots[leg.long_account]
            curve = _curve(short, long, centre)
            arrows.append(Arrow(link, curve, _label(link, leg, is_after=is_after)))
    taken = [spot.box for spot in spots.values()]
    for place, arrow in enumerate(arrows):
        others = [other.curve for other in arrows if other is not arrow]
        arrows[place] = evolve(arrow, box=_free_box(arrow, taken, others, centre))
        taken.append(arrows[place].box)
    return Picture(tuple(spots.values()), tuple(arrows))


def _curve(short: Spot, long: Spot, centre: int) -> Curve:
    """From one account to the other; straight, but where both stand on one side."""
    bend = ((short.x + long.x) / 2, (short.y + long.y) / 2)
    if abs(short.x - long.x) < HALF_WIDTH:
        # One of them has turned: around those between them.
        bend = ((bend[0] + 7 * centre) / 8, bend[1])
    start = _towards((short.x, short.y), bend, RADIUS + 2)
    return Curve(start, bend, _towards((long.x, long.y), bend, RADIUS + 4))


def _free_box(arrow: Arrow, taken: Sequence[Box], others: Sequence[Curve], centre: int) -> Box:
    """Where the label hides least: no label or account, then as little of other legs as can be.

    On the arrow, if there is room for it; otherwise beside it, towards the middle of the picture.
    """
    width = len(arrow.label) * CHARACTER_WIDTH + 2 * LABEL_MARGIN
    points = [other.at(step / SAMPLES) for other in others for step in range(SAMPLES + 1)]

    def hidden(box: Box) -> tuple[float, int]:
        wide = Box(box.x, box.y, box.width + 2 * ROOM, box.height + 2 * ROOM)
        return sum(wide.overlap(one) for one in taken), sum(map(wide.holds, points))

    best: tuple[tuple[float, int], Box] | None = None
    for shift in SHIFTS:
        for place in PLACES:
            x, y = arrow.curve.at(place)
            across = shift if x < centre else -shift
            box = Box(round(x + across, 1), y, width, LABEL_HEIGHT)
            cost = hidden(box)
            if best is None or cost < best[0]:
                best = (cost, box)
            if cost == (0, 0):
                return box
        if best is not None and best[0][0] == 0:
            break
    assert best is not None
    return best[1]


def _label(link: Link, leg: LegDump, *, is_after: bool) -> str:
    lots = f"{leg.lots} lot" if leg.lots == 1 else f"{leg.lots} lots"
    if is_after and link.before is not None and link.before.lots != leg.lots:
        lots += f" ({leg.lots - link.before.lots:+d})"
    return f"leg {leg.leg}: {lots}"


def _towards(point: Point, other: Point, distance: float) -> Point:
    """The point that is so far from one in the direction of another."""
    across, down = other[0] - point[0], other[1] - point[1]
    length = hypot(across, down) or 1.0
    return (
        round(point[0] + across / length * distance, 1),
        round(point[1] + down / length * distance, 1),
    )


def overlaps(picture: Picture) -> Iterator[tuple[str, str]]:
    """Labels that share room with another or with an account, in words."""
    boxes = [(arrow.label, arrow.box) for arrow in picture.arrows]
    others = [(f"account {spot.account}", spot.box) for spot in picture.spots]
    for place, (name, box) in enumerate(boxes):
        for other, there in (*others, *boxes[place + 1 :]):
            if box.overlap(there) > 0:
                yield name, other

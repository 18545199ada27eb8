"""What the rules of a valid dump have in common (STA-026)."""

from collections.abc import Iterator, Sequence

from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.dump import MarketDump, StateDump

HIGHEST = 2**40
"""Of prices, lots and lot_atoms (NUM-010)."""
HIGHEST_ATOMS = 2**56
HIGHEST_RATE = 9_999
HIGHEST_CREDIT = 99_999

Rule = tuple[bool, str, object, object]
"""Whether it holds, where, what is found there and what was expected."""


def has_loans(dump: StateDump) -> bool:
    """Whether the venue's profile has chapter 07."""
    return dump.profile.has_lending


def has_perpetuals(dump: StateDump) -> bool:
    """Whether the venue's profile has chapter 06."""
    return dump.profile.has_perpetuals


def has_margin(dump: StateDump) -> bool:
    """Whether the venue's profile has chapter 08."""
    return dump.profile.has_margin


def has_liquidation(dump: StateDump) -> bool:
    """Whether the venue's profile has chapter 09."""
    return dump.profile.has_liquidation


def is_perpetual(dump: StateDump, market: MarketDump) -> bool:
    """Whether trades on a market make legs (PRP-001)."""
    return has_perpetuals(dump) and market.kind is MarketKind.PERP


def within(path: str, found: int, low: int, high: int) -> Rule:
    """The rule that a number is in a range."""
    return low <= found <= high, path, found, f"{low} to {high}"


def same(path: str, found: object, expected: object) -> Rule:
    """The rule that something is as it follows from something else."""
    return found == expected, path, found, expected


def numbered(name: str, ids: Sequence[int], most: int) -> Iterator[Rule]:
    """The rules that a list is no longer than its cap and that its ids count up from 1."""
    yield len(ids) <= most, f"/{name}", f"{len(ids)} of them", f"at most {most}"
    for index, found in enumerate(ids):
        yield same(f"/{name}/{index}/{name[:-1]}", found, index + 1)


def ascending(path: str, numbers: Sequence[int], name: str = "") -> Iterator[Rule]:
    """The rules that each number is more than the one before; `name` is that of a member."""
    for index in range(1, len(numbers)):
        before, found = numbers[index - 1], numbers[index]
        yield found > before, f"{path}/{index}{name}", found, f"more than {before}"

"""How an estate is shared among creditors (chapter 09): pure, over plain numbers.

An `assert` before the first statement is a precondition, one after it is a promise.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tallystick.reference.numbers import floor_div
from tallystick.reference.types.units import Atoms, Permille

PERMILLE = 1_000
"""A factor in permille is a thousand times the factor (NUM-006)."""


class Ratio(NamedTuple):
    """An exact amount of base atoms; the denominator is positive."""

    numerator: int
    denominator: int


NOTHING = Ratio(0, 1)


def sum_of_ratios(one: Ratio, other: Ratio) -> Ratio:
    """The exact sum of two amounts (LIQ-031)."""
    assert one.denominator > 0
    assert other.denominator > 0
    if one.denominator == other.denominator:
        return Ratio(one.numerator + other.numerator, one.denominator)
    return Ratio(
        one.numerator * other.denominator + other.numerator * one.denominator,
        one.denominator * other.denominator,
    )


def claim_of(owed: Ratio) -> Atoms:
    """The claim of a creditor to whom so much is owed, rounded down (LIQ-031)."""
    assert owed.denominator > 0
    claim = max(0, floor_div(owed.numerator, owed.denominator))  # [LIQ-031]
    assert claim * owed.denominator <= max(0, owed.numerator)
    assert (claim + 1) * owed.denominator > owed.numerator
    return Atoms(claim)


def debt_of(owed: Ratio) -> Atoms:
    """What a debtor owes who owes so much, rounded up (LIQ-031)."""
    assert owed.denominator > 0
    debt = max(0, -floor_div(-owed.numerator, owed.denominator))  # [LIQ-031]
    assert debt * owed.denominator >= owed.numerator
    assert debt == 0 or (debt - 1) * owed.denominator < owed.numerator
    return Atoms(debt)


def is_loss_too_large(claims: Atoms, estate: Ratio, max_loss: Permille) -> bool:
    """Whether creditors would lose more than that part of their claims (LIQ-032)."""
    assert claims >= 0
    assert estate.numerator >= 0
    assert estate.denominator > 0
    assert 0 <= max_loss <= PERMILLE
    lost = claims * estate.denominator - estate.numerator
    too_large = lost * PERMILLE > claims * max_loss * estate.denominator  # [LIQ-032]
    # Nobody loses more than all, and where the estate covers the claims nobody loses.
    assert not too_large or max_loss < PERMILLE
    assert not too_large or estate.numerator < claims * estate.denominator
    return too_large


def shared_of_part(part: Atoms, claims: Atoms, estate: Ratio) -> Atoms:
    """What the creditors together get of a part of the estate (LIQ-033)."""
    assert part >= 0
    assert claims >= 0
    assert estate.numerator >= 0
    assert estate.denominator > 0
    if estate.numerator <= claims * estate.denominator:
        return part  # [LIQ-033]
    shared = floor_div(part * claims * estate.denominator, estate.numerator)  # [LIQ-033]
    assert 0 <= shared <= part
    assert shared * estate.numerator <= part * claims * estate.denominator
    return Atoms(shared)


def in_proportion(shared: Atoms, claims: Sequence[Atoms]) -> tuple[Atoms, ...]:
    """What each creditor gets of what they get together (LIQ-033).

    The claims stand by creditor, ascending; an atom left over goes to the largest remainders.
    """
    assert shared >= 0
    assert len(claims) > 0
    assert min(claims) > 0
    total = sum(claims)
    whole = [floor_div(shared * claim, total) for claim in claims]  # [LIQ-033]
    rests = [shared * claim - atoms * total for claim, atoms in zip(claims, whole, strict=True)]
    left = shared - sum(whole)
    by_rest = sorted(range(len(claims)), key=lambda index: (-rests[index], index))  # [LIQ-033]
    lucky = by_rest[:left]  # [LIQ-033]
    shares = tuple(Atoms(atoms + (index in lucky)) for index, atoms in enumerate(whole))
    assert sum(shares) == shared
    # Each is within one atom of its proportion.
    assert all(
        -total < share * total - shared * claim < total
        for share, claim in zip(shares, claims, strict=True)
    )
    return shares

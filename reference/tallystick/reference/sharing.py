"""How an estate is shared among creditors (chapter 09): pure, over plain numbers.

An `assert` before the first statement is a precondition, one after it is a promise.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tallystick.reference.numbers import PERMILLE, ceil_div, floor_div
from tallystick.reference.types.units import Atoms, Permille


class Ratio(NamedTuple):
    """An exact amount of base atoms; the denominator is positive."""

    numerator: int
    denominator: int


NOTHING = Ratio(0, 1)


def sum_of_ratios(numerator: int, denominator: int, other: int, of_other: int) -> Ratio:
    """The exact sum of two amounts, each a numerator and its denominator (LIQ-031)."""
    assert denominator > 0
    assert of_other > 0
    if denominator == of_other:
        return Ratio(numerator + other, denominator)
    return Ratio(numerator * of_other + other * denominator, denominator * of_other)


def claim_of(numerator: int, denominator: int) -> Atoms:
    """The claim of a creditor to whom so much is owed, rounded down (LIQ-031)."""
    assert denominator > 0
    claim = max(0, floor_div(numerator, denominator))  # [LIQ-031]
    assert claim * denominator <= max(0, numerator)
    assert (claim + 1) * denominator > numerator
    return Atoms(claim)


def debt_of(numerator: int, denominator: int) -> Atoms:
    """What a debtor owes who owes so much, rounded up (LIQ-031)."""
    assert denominator > 0
    debt = max(0, ceil_div(numerator, denominator))  # [LIQ-031]
    assert debt * denominator >= numerator
    assert debt == 0 or (debt - 1) * denominator < numerator
    return Atoms(debt)


def is_loss_too_large(claims: Atoms, numerator: int, denominator: int, max_loss: Permille) -> bool:
    """Whether creditors would lose more than that part of their claims (LIQ-032).

    The estate is `numerator` over `denominator`.
    """
    assert claims >= 0
    assert numerator >= 0
    assert denominator > 0
    assert 0 <= max_loss <= PERMILLE
    lost = claims * denominator - numerator
    too_large = lost * PERMILLE > claims * max_loss * denominator  # [LIQ-032]
    # Nobody loses more than all, and where the estate covers the claims nobody loses.
    assert not too_large or max_loss < PERMILLE
    assert not too_large or numerator < claims * denominator
    return too_large


def shared_of_part(
    part: Atoms, mark: int, lot_atoms: int, numerator: int, denominator: int
) -> Atoms:
    """What the creditors together get of a part of the estate (LIQ-033).

    An atom of it is worth `mark` over `lot_atoms`; `numerator` over `denominator` is missing.
    """
    assert part >= 0
    assert mark > 0
    assert lot_atoms > 0
    assert numerator >= 0
    assert denominator > 0
    enough = floor_div(numerator * lot_atoms, denominator * mark)  # [LIQ-033]
    shared = min(part, enough)  # [LIQ-033]
    assert 0 <= shared <= part
    assert shared <= enough
    assert shared in (part, enough)
    return Atoms(shared)


def in_proportion(shared: Atoms, claims: Sequence[int]) -> tuple[Atoms, ...]:
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
    lucky = by_rest[:left]  # [LIQ-033] [LIQ-051]
    shares = tuple(Atoms(atoms + (index in lucky)) for index, atoms in enumerate(whole))
    assert sum(shares) == shared
    # Nothing is lost, and each is within one atom of his proportion (LIQ-051).
    assert all(
        -total < share * total - shared * claim < total
        for share, claim in zip(shares, claims, strict=True)
    )
    return shares

"""What creditors get of a part of the estate, against fractions (LIQ-033, LIQ-051)."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tallystick.fast.kernel.sharing import covering, shares_of
from tests.fast.conftest import Kernel

ATOMS = st.integers(0, 40) | st.integers(0, 2**60)
CLAIMS = st.lists(st.integers(1, 9) | st.integers(1, 2**60), min_size=1, max_size=9)


@given(atoms=ATOMS, claims=CLAIMS)
def test_each_gets_his_part_but_for_an_atom(atoms: int, claims: list[int]) -> None:
    shares = shares_of(atoms, claims)
    assert sum(shares) == atoms
    exact = [Fraction(atoms * claim, sum(claims)) for claim in claims]
    for share, part in zip(shares, exact, strict=True):
        assert share in (part.__floor__(), part.__floor__() + 1)
        assert share <= part.__ceil__()


@given(atoms=ATOMS, claims=CLAIMS)
def test_what_is_left_over_goes_to_the_largest_remainders(atoms: int, claims: list[int]) -> None:
    shares = shares_of(atoms, claims)
    # Given the remainders, of those who got an atom of what is left over and of the others
    parts = [Fraction(atoms * claim, sum(claims)) for claim in claims]
    keys = [(-(part - part.__floor__()), place) for place, part in enumerate(parts)]
    got = [share - part.__floor__() for share, part in zip(shares, parts, strict=True)]
    with_atom = [key for key, more in zip(keys, got, strict=True) if more == 1]
    without = [key for key, more in zip(keys, got, strict=True) if more == 0]
    # Then none of these stands before one of those: of equal ones the first is served first
    assert not with_atom or not without or max(with_atom) < min(without)


@given(
    parts=st.lists(st.tuples(st.integers(0, 2**50), st.integers(1, 10**6)), min_size=1, max_size=6),
    unit=st.sampled_from([1, 7, 1000]),
    claims=st.integers(1, 2**50),
)
def test_nobody_gets_more_than_is_claimed(
    parts: list[tuple[int, int]], unit: int, claims: int
) -> None:
    # Given parts of an estate, each with what an atom of it is worth in 1/unit
    estate = sum(atoms * worth for atoms, worth in parts)
    missing = claims * unit
    for atoms, worth in parts:
        given_out = covering(atoms, worth, missing)
        # When they are taken in turn, then each is given whole until one is worth too much
        assert given_out == atoms or missing < (given_out + 1) * worth
        missing -= given_out * worth
        assert missing >= 0
    # Then claims are covered, but for less than an atom, or nothing of the estate is left
    dearest = max(worth for _, worth in parts)
    assert missing == claims * unit - estate or missing < dearest


def test_builds_share_alike(kernel: Kernel) -> None:
    sharing = kernel.module("sharing")
    # 600 for 300, 300 and 200: the published example of LIQ-034
    assert sharing.shares_of(600, [500, 300, 200]) == [300, 180, 120]
    assert sharing.shares_of(600, [300, 300, 200]) == [225, 225, 150]
    # Two atoms for three who are alike go to the first two; one of many to the largest remainder
    assert sharing.shares_of(2, [5, 5, 5]) == [1, 1, 0]
    assert sharing.shares_of(1, [1, 1, 3]) == [0, 0, 1]
    huge = 2**60
    assert sharing.shares_of(huge - 1, [huge, huge]) == [huge // 2, huge // 2 - 1]
    assert sharing.covering(10, 7, 70) == 10
    assert sharing.covering(10, 7, 69) == 9
    assert sharing.covering(10, 7, 6) == 0

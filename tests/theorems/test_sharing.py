"""How an estate is shared, on all small cases (LIQ-033, LIQ-051), and what netting does to whom."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise, permutations, product

from hypothesis import given
from hypothesis import strategies as st

from tallystick.reference.sharing import in_proportion, shared_of_part
from tallystick.reference.types.units import Atoms

MOST_ATOMS, MOST_CLAIM, MOST_CREDITORS = 13, 5, 4
SMALL = range(4)


def shares(atoms: int, claims: tuple[int, ...]) -> tuple[int, ...]:
    """The rule itself, in plain numbers."""
    return in_proportion(Atoms(atoms), claims)


def small_claims() -> list[tuple[int, ...]]:
    """All claims of 1 to 5 atoms, of one to four creditors."""
    sizes = range(1, MOST_CLAIM + 1)
    return [each for n in range(1, MOST_CREDITORS + 1) for each in product(sizes, repeat=n)]


def test_shares_are_exact_and_in_proportion() -> None:
    """Nothing is lost, each is within an atom of his proportion, whoever claims more gets no less.

    Of equal claims the first may get one atom more, and no other.
    """
    between = 0
    for claims in small_claims():
        for atoms in range(MOST_ATOMS):
            got = shares(atoms, claims)
            assert sum(got) == atoms
            for claim, share in zip(claims, got, strict=True):
                away = Fraction(atoms * claim, sum(claims)) - share
                assert -1 < away < 1
                between += away != 0
            for one, other in product(range(len(claims)), repeat=2):
                if claims[one] > claims[other]:
                    assert got[one] >= got[other]
                if claims[one] == claims[other] and one < other:
                    assert got[other] <= got[one] <= got[other] + 1
    assert between > 10_000


def by_remainder(atoms: int, claims: tuple[int, ...]) -> Counter[int]:
    """Atoms of all with one remainder: between these the place decides."""
    found: Counter[int] = Counter()
    for claim, share in zip(claims, shares(atoms, claims), strict=True):
        found[atoms * claim % sum(claims)] += share
    return found


def test_shares_do_not_depend_on_the_order() -> None:
    """But among equal remainders, which are of equal claims or by chance, as with 1 and 3 of 2."""
    for claims in small_claims():
        for atoms in range(MOST_ATOMS):
            found = by_remainder(atoms, claims)
            for order in permutations(claims):
                assert by_remainder(atoms, order) == found
    assert shares(2, (1, 3)) == (1, 1)
    assert shares(2, (3, 1)) == (2, 0)


def test_a_larger_part_may_give_somebody_an_atom_less() -> None:
    """What the rule is not: it shares every part for itself, the largest remainders first."""
    assert shares(3, (1, 3, 3)) == (1, 1, 1)
    assert shares(4, (1, 3, 3)) == (0, 2, 2)
    for claims in small_claims():
        for atoms in range(MOST_ATOMS):
            steps = zip(shares(atoms, claims), shares(atoms + 1, claims), strict=True)
            assert all(more >= less - 1 for less, more in steps)


def test_creditors_together_get_no_more_than_they_claim() -> None:
    """Of parts in turn, an atom of which is worth so much: all, until nothing is missing.

    What they get less than their claims is less than an atom of each part that was not given whole.
    """
    prices = ((1, 1), (3, 1), (2, 3))
    covered = 0
    for parts in product(range(7), repeat=3):
        for claims in range(1, 20):
            missing = Fraction(claims)
            kept = []
            for part, (mark, lot_atoms) in zip(parts, prices, strict=True):
                ratio = missing.as_integer_ratio()
                atoms = shared_of_part(Atoms(part), mark, lot_atoms, *ratio)
                missing -= Fraction(atoms * mark, lot_atoms)
                assert missing >= 0
                assert 0 <= atoms <= part
                kept += [Fraction(mark, lot_atoms)] if atoms < part else []
                covered += atoms < part
            assert missing < min(kept, default=missing + 1)
    assert covered > 1_000


def outcome(
    rows: list[tuple[int, int]], own: int, gross: int | None
) -> list[tuple[Fraction, Fraction]]:
    """Claim and gain of each counterparty, of whom one may not be netted.

    A row is what one owes and is owed; a debtor pays all that he owes.
    """
    claims, debts = [], []
    for place, (owes, owed) in enumerate(rows):
        is_gross = place == gross
        claims.append(owed if is_gross else max(0, owed - owes))
        debts.append(owes if is_gross else max(0, owes - owed))
    estate, claimed = Fraction(own + sum(debts)), sum(claims)
    rate = min(Fraction(1), estate / claimed) if claimed else Fraction(0)
    return [
        (Fraction(claim), claim * rate - debt) for claim, debt in zip(claims, debts, strict=True)
    ]


def test_netting_never_harms_who_is_netted() -> None:
    """LIQ-051, of all small cases of three counterparties: beside him alone not netted."""
    rows_of_one = list(product(SMALL, SMALL))
    better = 0
    for rows in product(rows_of_one, repeat=3):
        if not all(rows[0]):
            continue
        for own in SMALL:
            netted = outcome(list(rows), own, None)[0][1]
            alone = outcome(list(rows), own, 0)[0][1]
            assert netted >= alone, (rows, own)
            better += netted > alone
    assert better > 1_000


def test_netting_of_others_may_harm() -> None:
    """The case of the rationale: T has nothing, A owes 100 and is owed 100, B is owed 100."""
    rows = [(100, 100), (0, 100)]
    assert outcome(rows, 0, None)[1][1] == 0
    assert outcome(rows, 0, 0)[1][1] == 50
    assert outcome(rows, 0, 0)[0][1] == -50


@given(
    rows=st.lists(st.tuples(st.integers(0, 2**40), st.integers(0, 2**40)), min_size=1, max_size=5),
    own=st.integers(0, 2**40),
)
def test_netting_of_large_amounts(rows: list[tuple[int, int]], own: int) -> None:
    for place in range(len(rows)):
        assert outcome(rows, own, None)[place][1] >= outcome(rows, own, place)[place][1]


@given(
    atoms=st.integers(0, 2**61),
    claims=st.lists(st.integers(1, 2**61), min_size=1, max_size=8).map(tuple),
)
def test_shares_of_large_amounts(atoms: int, claims: tuple[int, ...]) -> None:
    got = shares(atoms, claims)
    assert sum(got) == atoms
    for claim, share in zip(claims, got, strict=True):
        assert abs(Fraction(atoms * claim, sum(claims)) - share) < 1
    ranked = sorted(zip(claims, got, strict=True))
    assert all(less <= more for (_, less), (_, more) in pairwise(ranked))

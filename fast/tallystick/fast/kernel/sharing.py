"""What is distributed among creditors, each in proportion to his claim (LIQ-033)."""


def covering(part: int, weight: int, missing: int) -> int:
    """Of the next part of the estate, in its own atoms, what the creditors together get.

    `weight` is what an atom of it is worth, `missing` what they have not got yet, in the same unit.
    """
    return min(part, missing // weight)


def shares_of(atoms: int, claims: list[int]) -> list[int]:
    """Divide atoms in proportion to claims of at least 1; together they are all.

    Each is rounded down; what is left over goes, one each, to the largest remainders, of equal ones
    to those that stand first.
    """
    total = sum(claims)
    shares = [atoms * claim // total for claim in claims]
    left = atoms - sum(shares)
    remainders = [(-(atoms * claim % total), place) for place, claim in enumerate(claims)]
    remainders.sort()
    for _, place in remainders[:left]:
        shares[place] += 1
    return shares

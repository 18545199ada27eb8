"""What is distributed among creditors, each in proportion to his claim (LIQ-033)."""


def distributed(part: int, claims: int, estate: int, unit: int) -> int:
    """Of a part of the estate, in its own atoms, what the creditors together get.

    `claims` are all of them in base atoms, `estate` the whole in 1/`unit` base atoms.
    """
    if estate <= claims * unit:
        return part
    return part * claims * unit // estate


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

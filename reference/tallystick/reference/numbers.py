"""Rounding, bounds and the products that cross units (spec chapter 01).

Python's integers neither wrap nor lose digits, and no module of the reference uses a floating-point
number or true division: this decides [NUM-001] and [NUM-011]. Pure functions; an `assert` before
the first statement is a precondition, one after it is a promise.
"""

from tallystick.reference.types.units import Atoms, Lots, Price

BALANCE_BOUND_ATOMS = Atoms(2**56)
"""Most atoms of an asset that can be in the venue at once (SPT-020)."""
ORDER_COST_BOUND_ATOMS = Atoms(2**54)
"""Most base atoms that a spot order may cost at its limit price (SPT-001)."""
FEE_RATE_UNITS = 100_000
"""Fee rates are in units of 1/100,000 of an amount (NUM-006)."""
TENTHS = 10
"""A factor in tenths is ten times the factor (NUM-006)."""
PERMILLE = 1_000
"""A factor in permille is a thousand times the factor (NUM-006)."""


def floor_div(numerator: int, denominator: int) -> int:
    """Greatest integer `q` with `q * denominator <= numerator` (NUM-020)."""
    assert denominator > 0
    quotient = numerator // denominator  # [NUM-021]
    assert quotient * denominator <= numerator < (quotient + 1) * denominator
    return quotient


def ceil_div(numerator: int, denominator: int) -> int:
    """Least integer `q` with `q * denominator >= numerator` (NUM-020)."""
    assert denominator > 0
    quotient = -(-numerator // denominator)  # [NUM-021]
    assert (quotient - 1) * denominator < numerator <= quotient * denominator
    return quotient


def cost_atoms(price: Price, lots: Lots) -> Atoms:
    """Base atoms that `lots` cost at `price`; exact, since a price is per lot (NUM-004)."""
    assert price > 0
    assert lots >= 0
    cost = price * lots
    assert cost // price == lots
    assert cost % price == 0
    return Atoms(cost)


def atoms_of_lots(lots: Lots, lot_atoms: Atoms) -> Atoms:
    """Atoms of the asset that `lots` are (NUM-003)."""
    assert lots >= 0
    assert lot_atoms > 0
    atoms = lots * lot_atoms
    assert atoms // lot_atoms == lots
    assert atoms % lot_atoms == 0
    return Atoms(atoms)

"""Hours and interest of a loan, without a product of more than 63 bits.

Atoms are at most 2^56, rates below 2^14, hours below 2^32 (NUM-011).
"""

from typing import Final

from mypy_extensions import i64

from .fees import ceil_div

HOUR: Final = 3_600_000
"""In milliseconds (LND-020)."""
TERM_HOURS: Final = 240
TERM: Final = 864_000_000
"""From a start or an extension to the due time, in milliseconds (LND-011)."""
LEAST_HOURS: Final = 8
YEAR_UNIT: Final = 87_600_000
"""Hours of a year times 10,000 basis points: D of chapter 07."""
HIGHEST_ATOMS: Final = 2**56
UNPAYABLE: Final = 2**57
"""Stands for an interest that is more than any balance."""
HALF_SPAN: Final = 2**20
"""The root of the highest number of lots."""
PERMILLE: Final = 1_000


def hours_owed(start: i64, now: i64) -> i64:
    """Started hours, at least 8 (LND-020)."""
    return max(LEAST_HOURS, ceil_div(now - start, HOUR))


def interest_of(atoms: i64, rate_hours: i64, credit: i64) -> tuple[i64, i64]:
    """Interest on so many atoms for rate times hours, and the new credit (LND-021).

    A negative credit is an amount on top (LND-046). What is above 2^56 may be given as UNPAYABLE.
    """
    # Both factors in units of YEAR_UNIT, so that each of the four products stays below 2^57.
    whole_years = rate_hours // YEAR_UNIT
    rest_hours = rate_hours - whole_years * YEAR_UNIT
    if whole_years > 0 and atoms > HIGHEST_ATOMS // whole_years:
        return UNPAYABLE, 0
    whole = atoms // YEAR_UNIT
    owed = (atoms - whole * YEAR_UNIT) * rest_hours - credit
    owed_atoms = ceil_div(owed, YEAR_UNIT)
    interest = atoms * whole_years + whole * rest_hours + owed_atoms
    return interest, owed_atoms * YEAR_UNIT - owed


def term_interest(atoms: i64, rate: i64) -> tuple[i64, i64]:
    """Interest of a whole term: whole atoms, and the rest in units of 1/D (LND-053)."""
    rate_hours = rate * TERM_HOURS
    whole = atoms // YEAR_UNIT
    rest = (atoms - whole * YEAR_UNIT) * rate_hours
    rest_atoms = rest // YEAR_UNIT
    return whole * rate_hours + rest_atoms, rest - rest_atoms * YEAR_UNIT


def share_of(atoms: i64, part: i64, principal: i64) -> i64:
    """`floor_div(atoms * part, principal)` of lots, `part` less than `principal` (LND-047)."""
    whole = atoms // principal
    rest = atoms - whole * principal
    # rest * part may need 80 bits: take the part in two halves of 20.
    upper = part // HALF_SPAN
    lower = part - upper * HALF_SPAN
    taken = rest * upper
    quotient = taken // principal
    left = taken - quotient * principal
    return whole * part + quotient * HALF_SPAN + (left * HALF_SPAN + rest * lower) // principal


def keeper_fee_of(minimum_atoms: i64, permille: i64) -> i64:
    """LND-013."""
    whole = minimum_atoms // PERMILLE
    rest = minimum_atoms - whole * PERMILLE
    return whole * permille + ceil_div(rest * permille, PERMILLE)

"""What loans take from a holding and give to it, exact (MGN-001, MGN-002).

Amounts are whole atoms and a fraction in units of 1/8,760,000,000,000 atom, which every provision
is a whole number of.
"""

from typing import Final

from mypy_extensions import i64

from .codes import NONE
from .fees import FEE_UNIT, ceil_div
from .interest import HOUR, YEAR_UNIT, hours_owed
from .layout import (
    LOAN_BEFORE,
    LOAN_DUE,
    LOAN_FEE_CREDIT,
    LOAN_FEE_LEFT,
    LOAN_FEE_RATE,
    LOAN_HOURS_PAID,
    LOAN_INTEREST_CREDIT,
    LOAN_MARKET,
    LOAN_OLDER,
    LOAN_PRINCIPAL,
    LOAN_RATE,
    LOAN_START,
    LOAN_WIDTH,
    MARKET_ASSET,
    MARKET_WIDTH,
    PART_LOAN_ATOMS,
    PART_LOAN_FRACTION,
    PART_LOAN_UNTIL,
    PART_WIDTH,
    PARTY_NEWEST_LENT,
    PARTY_WIDTH,
)
from .payments import claims_total, principal_atoms
from .venue import Venue

ATOM: Final = 8_760_000_000_000
"""Fractions in an atom: D of chapter 07 times the unit of fee rates."""
PERMILLE: Final = 1_000
FOR_EVER: Final = 2**62
HIGHEST_PART: Final = 2**60
"""Above it a holding is taken as a number of any size."""
TOO_LARGE: Final = -1


def hours_provided(venue: Venue, loan: i64) -> i64:
    """Hours until the end of the term, or of the running one if that is later (MGN-002)."""
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    start = rows[cell + LOAN_START]
    return max(ceil_div(rows[cell + LOAN_DUE] - start, HOUR), hours_owed(start, venue.now))


def interest_ahead(atoms: i64, rate_hours: i64, credit: i64) -> tuple[i64, i64]:
    """Whole atoms of interest, and units of 1/D; `rate_hours` is below D."""
    whole = atoms // YEAR_UNIT
    owed = (atoms - whole * YEAR_UNIT) * rate_hours - credit
    owed_atoms = owed // YEAR_UNIT
    return whole * rate_hours + owed_atoms, owed - owed_atoms * YEAR_UNIT


def fee_ahead(rate: i64, atoms: i64, rest: i64, credit: i64, left: i64) -> tuple[i64, i64]:
    """The fee on so many atoms of interest and `rest` units of 1/D (MGN-002)."""
    if rate == 0 or left == 0:
        return 0, 0
    # rate * atoms may need 73 bits: take it as rate * (whole * FEE_UNIT + lower).
    whole = atoms // FEE_UNIT
    fraction = (rate * (atoms - whole * FEE_UNIT) - credit) * YEAR_UNIT + rate * rest
    more = fraction // ATOM
    fee = rate * whole + more
    if fee >= left:
        return left, 0
    return fee, fraction - more * ATOM


def provision(venue: Venue, loan: i64, hours: i64) -> tuple[i64, i64]:
    """MGN-002 for so many hours; a fraction of TOO_LARGE if it needs more than 63 bits."""
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    rate_hours = rows[cell + LOAN_RATE] * (hours - rows[cell + LOAN_HOURS_PAID])
    claims = claims_total(venue, loan)
    if rate_hours >= YEAR_UNIT or claims > HIGHEST_PART:
        return 0, TOO_LARGE
    atoms = principal_atoms(venue, loan, rows[cell + LOAN_PRINCIPAL])
    interest, rest = interest_ahead(atoms, rate_hours, rows[cell + LOAN_INTEREST_CREDIT])
    fee, fraction = fee_ahead(
        rows[cell + LOAN_FEE_RATE],
        interest,
        rest,
        rows[cell + LOAN_FEE_CREDIT],
        rows[cell + LOAN_FEE_LEFT],
    )
    fraction += rest * FEE_UNIT
    whole = fraction // ATOM
    return interest + fee + claims + whole, fraction - whole * ATOM


def lent_part(atoms: i64, haircut_permille: i64) -> tuple[i64, i64]:
    """What principal that was lent counts, at most 2^60 atoms: whole atoms and the fraction."""
    whole = atoms // PERMILLE
    rest = (atoms - whole * PERMILLE) * (PERMILLE - haircut_permille)
    rest_whole = rest // PERMILLE
    fraction = (rest - rest_whole * PERMILLE) * (ATOM // PERMILLE)
    return whole * (PERMILLE - haircut_permille) + rest_whole, fraction


def renew_loan_part(venue: Venue, account: i64, asset: i64, place: i64) -> bool:
    """Keep what all loans of an account do to its holding in an asset, and until when.

    False if that needs more than 63 bits.
    """
    parts = venue.margin.parts
    base = place * PART_WIDTH
    until: i64 = FOR_EVER
    whole: i64 = 0
    fraction: i64 = 0
    rows = venue.loans.rows
    loan = venue.loans.newest_borrowed(account)
    while loan != NONE:
        cell = loan * LOAN_WIDTH
        if venue.markets[rows[cell + LOAN_MARKET] * MARKET_WIDTH + MARKET_ASSET] == asset:
            hours = hours_provided(venue, loan)
            atoms, rest = provision(venue, loan, hours)
            if rest == TOO_LARGE:
                return False
            until = min(until, rows[cell + LOAN_START] + hours * HOUR)
            whole -= atoms + principal_atoms(venue, loan, rows[cell + LOAN_PRINCIPAL])
            fraction -= rest
            if fraction < 0:
                fraction += ATOM
                whole -= 1
            if whole < -HIGHEST_PART:
                return False
        loan = rows[cell + LOAN_OLDER]
    lent, rest = _lent(venue, account, asset)
    if rest == TOO_LARGE:
        return False
    fraction += rest
    carried = fraction // ATOM
    parts[base + PART_LOAN_ATOMS] = whole + lent + carried
    parts[base + PART_LOAN_FRACTION] = fraction - carried * ATOM
    parts[base + PART_LOAN_UNTIL] = until
    return True


def _lent(venue: Venue, account: i64, asset: i64) -> tuple[i64, i64]:
    """What an account has lent of an asset, less the haircut."""
    rows = venue.loans.rows
    atoms: i64 = 0
    loan = venue.loans.parties[account * PARTY_WIDTH + PARTY_NEWEST_LENT]
    while loan != NONE:
        cell = loan * LOAN_WIDTH
        if venue.markets[rows[cell + LOAN_MARKET] * MARKET_WIDTH + MARKET_ASSET] == asset:
            atoms += principal_atoms(venue, loan, rows[cell + LOAN_PRINCIPAL])
            if atoms > HIGHEST_PART:
                return 0, TOO_LARGE
        loan = rows[cell + LOAN_BEFORE]
    return lent_part(atoms, venue.margin.limits.lent_haircut_permille)

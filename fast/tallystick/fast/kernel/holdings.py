"""What an account has in an asset beside its resting orders (MGN-001, MGN-003)."""

from typing import Final

from mypy_extensions import i64

from .codes import NONE
from .fees import FEE_UNIT
from .interest import YEAR_UNIT
from .layout import (
    ASSET_MARK,
    ASSET_WIDTH,
    DEBTOR_IS_OWED,
    DEBTOR_OWES,
    DEBTOR_WIDTH,
    FUNDING_INDEX,
    PART_LOAN_ATOMS,
    PART_LOAN_FRACTION,
    PART_LOAN_UNTIL,
    PART_WIDTH,
    RISK_PERP_MARKET,
    RISK_WIDTH,
    SUM_COST,
    SUM_FUNDING,
)
from .provisions import ATOM, HIGHEST_PART, renew_loan_part
from .venue import BASE, Venue

TERM_UNIT: Final = 365_000
"""D / 240: interest of a term at 1 basis point is one part of so many (MGN-025)."""
TERM_FRACTIONS: Final = 240
"""Of 1/8,760,000,000,000 in one part of `TERM_UNIT * FEE_UNIT`."""
HIGHEST_ORDER: Final = 2**50
"""Above so many atoms, the term of a bid for a loan needs more than 63 bits."""


def hold(venue: Venue, account: i64, asset: i64, place: i64) -> bool:
    """Let `whole` and `fraction` of the margin be the holding; False if it is too large."""
    margin = venue.margin
    part = place * PART_WIDTH
    if venue.now > margin.parts[part + PART_LOAN_UNTIL] and not renew_loan_part(
        venue, account, asset, place
    ):
        return False
    whole = venue.balance(account, asset) + margin.parts[part + PART_LOAN_ATOMS]
    if asset == BASE:
        debtors = venue.perps.debts.debtors
        cell = account * DEBTOR_WIDTH
        whole += debtors[cell + DEBTOR_IS_OWED] - debtors[cell + DEBTOR_OWES]
    margin.whole = whole
    margin.fraction = margin.parts[part + PART_LOAN_FRACTION]
    return -HIGHEST_PART <= whole <= HIGHEST_PART


def bid_for_loan(atoms: i64, rate: i64, fee_rate: i64) -> tuple[i64, i64]:
    """What a borrow order takes from a holding of up to 2^50 atoms: whole ones and the fraction."""
    factor = rate * (FEE_UNIT + fee_rate)
    whole = atoms // TERM_UNIT
    cost = whole * factor
    cost_atoms = cost // FEE_UNIT
    fraction = (cost - cost_atoms * FEE_UNIT) * YEAR_UNIT
    fraction += (atoms - whole * TERM_UNIT) * factor * TERM_FRACTIONS
    more = fraction // ATOM
    return cost_atoms + more, fraction - more * ATOM


def position_of(venue: Venue, account: i64, asset: i64) -> i64:
    """MGN-003, of an asset other than the base asset."""
    market = venue.margin.risks[asset * RISK_WIDTH + RISK_PERP_MARKET]
    if market == NONE:
        return 0
    return venue.perps.legs.position(account, market)


def result_of(venue: Venue, account: i64, asset: i64) -> i64:
    """The values of all its legs in an asset's perpetual market at the mark, added up (MGN-003)."""
    market = venue.margin.risks[asset * RISK_WIDTH + RISK_PERP_MARKET]
    legs = venue.perps.legs
    lots = legs.position(account, market)
    cell = legs.sum_cell(account, market)
    profit = lots * venue.assets[asset * ASSET_WIDTH + ASSET_MARK] - legs.sums[cell + SUM_COST]
    funding = lots * venue.perps.of_market(market, FUNDING_INDEX) - legs.sums[cell + SUM_FUNDING]
    return profit - funding

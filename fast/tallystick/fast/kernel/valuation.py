"""What an account is worth: RBV initial and maintenance (sections 3 and 4 of chapter 08).

Values are taken in 63 bits by `pieces`; only where these do not suffice, or leave a doubt about the
last atom, an asset is valued by `exact_value`, with the same result in every other case.
"""

from mypy_extensions import i64

from .codes import NONE
from .exact_value import exact_account, exact_asset
from .holdings import hold, position_of
from .layout import (
    PART_LOAN_UNTIL,
    PART_NEWEST_ORDER,
    PART_WIDTH,
    RISK_IS_WIDE,
    RISK_VERSION,
    RISK_WIDTH,
    STRESS_ROWS,
    VALUE_INITIAL,
    VALUE_MAINTENANCE,
    VALUE_UNTIL,
    VALUE_VERSION,
    VALUE_WIDTH,
)
from .order_sums import clear_sums, sum_orders
from .pieces import value_pieces
from .provisions import FOR_EVER
from .stress import is_priced
from .venue import BASE, Venue


def value_account(venue: Venue, account: i64) -> bool:
    """Let `initial` and `maintenance` of the margin be both RBV of an account (MGN-024).

    False if they may need more than 63 bits: then `exact_account` knows them.
    """
    margin = venue.margin
    values = margin.values
    risks = margin.risks
    now = venue.now
    place = margin.place_of(account, BASE)
    initial: i64 = 0
    maintenance: i64 = 0
    asset: i64 = BASE
    while asset <= venue.asset_count:
        cell = place * VALUE_WIDTH
        if (
            values[cell + VALUE_VERSION] != risks[asset * RISK_WIDTH + RISK_VERSION]
            or now > values[cell + VALUE_UNTIL]
        ) and not _renew(venue, account, asset, place):
            return False
        initial += values[cell + VALUE_INITIAL]
        maintenance += values[cell + VALUE_MAINTENANCE]
        place += 1
        asset += 1
    margin.initial = initial
    margin.maintenance = maintenance
    return True


def both_values(venue: Venue, account: i64) -> tuple[int, int]:
    """RBV initial and maintenance of an account, however large they are."""
    if value_account(venue, account):
        return int(venue.margin.initial), int(venue.margin.maintenance)
    return exact_account(venue, account)


def values_of(venue: Venue, first: i64, last: i64) -> list[tuple[int, int]]:
    """Both RBV of accounts, ascending, from one to another, both included (MGN-060)."""
    found: list[tuple[int, int]] = []
    account = first
    while account <= last:
        found.append(both_values(venue, account))
        account += 1
    return found


def _renew(venue: Venue, account: i64, asset: i64, place: i64) -> bool:
    """Value an account's part in an asset anew, and keep that; False if it takes too many bits."""
    margin = venue.margin
    if not _value(venue, account, asset, place) and not exact_asset(venue, account, asset):
        return False
    margin.note(place)
    cell = place * VALUE_WIDTH
    values = margin.values
    values[cell + VALUE_INITIAL] = margin.initial
    values[cell + VALUE_MAINTENANCE] = margin.maintenance
    values[cell + VALUE_VERSION] = margin.risks[asset * RISK_WIDTH + RISK_VERSION]
    # Where the loans could not be counted together, nothing is known of a later time.
    values[cell + VALUE_UNTIL] = max(venue.now, margin.parts[place * PART_WIDTH + PART_LOAN_UNTIL])
    return True


def _value(venue: Venue, account: i64, asset: i64, place: i64) -> bool:
    """Let `initial` and `maintenance` be the values of an account's part in an asset (MGN-023).

    False if 63 bits do not tell them.
    """
    margin = venue.margin
    margin.initial = 0
    margin.maintenance = 0
    if asset != BASE and not is_priced(venue, asset):
        margin.parts[place * PART_WIDTH + PART_LOAN_UNTIL] = FOR_EVER
        return True
    if not hold(venue, account, asset, place):
        return False
    order = margin.parts[place * PART_WIDTH + PART_NEWEST_ORDER]
    if asset == BASE:
        # No order there is of spot or perpetual futures.
        if order != NONE and not sum_orders(venue, order, asset, 0):
            return False
        margin.initial = margin.whole
        margin.maintenance = margin.whole
        return -margin.highest_value <= margin.whole <= margin.highest_value
    lots = position_of(venue, account, asset)
    if margin.whole == 0 and margin.fraction == 0 and lots == 0 and order == NONE:
        return True
    if margin.risks[asset * RISK_WIDTH + RISK_IS_WIDE] != 0:
        return False
    rows: i64 = STRESS_ROWS // 2
    if margin.has_two_scales:
        rows = STRESS_ROWS
    if order != NONE:
        clear_sums(margin.sums, rows)
        if not sum_orders(venue, order, asset, rows):
            return False
    return value_pieces(venue, account, asset, lots, order != NONE)

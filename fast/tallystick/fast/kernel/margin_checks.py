"""What a checked command must leave behind (sections 5 to 7 of chapter 08).

The state before a command is looked at only where it decides: then the command is taken back,
its account is valued, and if it passes, the command is given again.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import (
    ACCEPTED,
    ACCOUNT_VALUED,
    BUY,
    DEBT_LEFT,
    INSUFFICIENT_MARGIN,
    LEND,
    NO_PROGRESS,
    NONE,
    ORDER_RESTED,
    TRADED,
    TRANSFER,
    VALUATION_STALE,
    WITHDRAW,
)
from .exact_value import FACTOR_UNIT, exposure_numerator, is_of_asset, newest_lent
from .holdings import position_of
from .layout import (
    ASSET_MARK,
    ASSET_WIDTH,
    COMMAND_ACCOUNT,
    COMMAND_KIND,
    EVENT_WIDTH,
    LOAN_BEFORE,
    LOAN_OLDER,
    LOAN_WIDTH,
    MARKET_ASSET,
    MARKET_KIND,
    MARKET_WIDTH,
    ORDER_BOOK,
    ORDER_PRICE,
    ORDER_WIDTH,
    PART_NEWEST_ORDER,
    PART_WIDTH,
    RISK_SLIPPAGE,
    RISK_WIDTH,
)
from .risk import is_stale
from .stress import band_of, is_priced
from .valuation import both_values, value_account
from .venue import BASE, Venue

HIGHEST_STATED: Final[int] = 2**62
"""What is beyond it is stated as this (MGN-032)."""


def begin_checks(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """A command begins; return what its account owes in settlement debts (MGN-033)."""
    margin = venue.margin
    kind = commands[command + COMMAND_KIND]
    account = commands[command + COMMAND_ACCOUNT]
    margin.is_checked = kind in (WITHDRAW, TRANSFER)
    margin.orders_loans = False
    margin.lacks_progress = False
    margin.noted_count = 0
    if account > venue.account_count:
        return 0
    return venue.perps.debts.owes(account)


def passes_at_once(venue: Venue, account: i64) -> bool:
    """Whether nothing is stale and RBV initial not negative: then say so (MGN-032)."""
    margin = venue.margin
    if margin.has_stale or not value_account(venue, account) or margin.initial < 0:
        return False
    venue.events.note(ACCOUNT_VALUED, account, margin.initial, margin.maintenance)
    return True


def note_valued(venue: Venue, account: i64) -> None:
    """MGN-032."""
    if value_account(venue, account):
        venue.events.note(ACCOUNT_VALUED, account, venue.margin.initial, venue.margin.maintenance)
    else:
        initial, maintenance = both_values(venue, account)
        venue.events.note(ACCOUNT_VALUED, account, i64(_stated(initial)), i64(_stated(maintenance)))


def _stated(atoms: int) -> int:
    return max(-HIGHEST_STATED, min(HIGHEST_STATED, atoms))


class Standing:
    """What checks compare of an account before and after a command."""

    def __init__(self, venue: Venue, account: i64) -> None:
        """As it is now."""
        self.initial, self.maintenance = both_values(venue, account)
        self.is_stale: Final[bool] = venue.margin.has_stale and has_stale_part(venue, account)
        exposures: list[int] = []
        asset: i64 = BASE + 1
        while asset <= venue.asset_count:
            exposures.append(exposure_numerator(venue, account, asset))
            asset += 1
        self.exposures: Final[list[int]] = exposures


def judge_standing(
    before: Standing, after: Standing, breaks: bool, owes_more: bool, lacks_progress: bool
) -> i64:
    """MGN-033, MGN-052, LIQ-023, then MGN-031 and MGN-040.

    `breaks` is whether it may in no case end below zero, `owes_more` whether debts grew.
    """
    is_worse = after.initial < before.initial or after.maintenance < before.maintenance
    if is_worse and owes_more:
        return DEBT_LEFT
    if is_worse and (before.is_stale or after.is_stale):
        return VALUATION_STALE
    if lacks_progress:
        return NO_PROGRESS
    if after.initial >= 0:
        return ACCEPTED
    if is_worse or breaks:
        return INSUFFICIENT_MARGIN
    for place, exposure in enumerate(after.exposures):
        if exposure > before.exposures[place]:
            return INSUFFICIENT_MARGIN
    return ACCEPTED


def has_stale_part(venue: Venue, account: i64) -> bool:
    """Whether an account has anything in a priced asset whose mark is old (MGN-052)."""
    asset: i64 = BASE + 1
    while asset <= venue.asset_count:
        if is_priced(venue, asset) and is_stale(venue, asset) and _has_part(venue, account, asset):
            return True
        asset += 1
    return False


def _has_part(venue: Venue, account: i64, asset: i64) -> bool:
    """Whether an account has a balance, a leg, a resting order or a loan in an asset."""
    margin = venue.margin
    newest = margin.place_of(account, asset) * PART_WIDTH + PART_NEWEST_ORDER
    if (
        venue.balance(account, asset) != 0
        or position_of(venue, account, asset) != 0
        or margin.parts[newest] != NONE
    ):
        return True
    rows = venue.loans.rows
    loan = venue.loans.newest_borrowed(account)
    while loan != NONE:
        if is_of_asset(venue, loan, asset):
            return True
        loan = rows[loan * LOAN_WIDTH + LOAN_OLDER]
    loan = newest_lent(venue, account)
    while loan != NONE:
        if is_of_asset(venue, loan, asset):
            return True
        loan = rows[loan * LOAN_WIDTH + LOAN_BEFORE]
    return False


def breaks_rule(venue: Venue, kind: i64, account: i64, first_event: i64) -> bool:
    """Whether a command may not leave RBV initial negative, whatever it was before (MGN-040)."""
    if kind in (WITHDRAW, TRANSFER) or venue.margin.orders_loans:
        return True
    rows = venue.events.rows
    event = first_event
    while event < venue.events.count:
        cell = event * EVENT_WIDTH
        if rows[cell] == TRADED and rows[cell + 4] == account:
            if _is_outside(venue, rows[cell + 1], rows[cell + 6]):
                return True
        elif rows[cell] == ORDER_RESTED and rows[cell + 1] == account:
            order = venue.orders.find(account, rows[cell + 2])
            base = order * ORDER_WIDTH
            if order != NONE and _is_outside(
                venue, venue.orders.rows[base + ORDER_BOOK], venue.orders.rows[base + ORDER_PRICE]
            ):
                return True
        event += 1
    return False


def _is_outside(venue: Venue, book: i64, price: i64) -> bool:
    """Whether an order of a book buys above the band, or sells below it, at a price (MGN-041)."""
    cell = (book >> 1) * MARKET_WIDTH
    if venue.markets[cell + MARKET_KIND] == LEND:
        return False
    asset = venue.markets[cell + MARKET_ASSET]
    slippage = venue.margin.risks[asset * RISK_WIDTH + RISK_SLIPPAGE]
    band: int = band_of(venue, slippage)
    mark: int = venue.assets[asset * ASSET_WIDTH + ASSET_MARK]
    if book & 1 == BUY:
        return int(price) > mark * (FACTOR_UNIT + band) // FACTOR_UNIT
    return int(price) < -(-mark * max(0, FACTOR_UNIT - band) // FACTOR_UNIT)

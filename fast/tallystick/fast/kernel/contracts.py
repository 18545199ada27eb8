"""What an account has with others, and whether a command has got it further (LIQ-020)."""

from typing import Final

from mypy_extensions import i64

from .codes import NONE, PERP
from .exact_value import newest_lent
from .layout import (
    DEBT_ATOMS,
    DEBT_CREDITOR,
    DEBT_DUE,
    DEBT_WIDTH,
    DEBTOR_IS_OWED,
    DEBTOR_WIDTH,
    LEG_LONG,
    LEG_LOTS,
    LEG_OF_SHORT,
    LEG_OLDER,
    LEG_WIDTH,
    LOAN_BEFORE,
    LOAN_DUE,
    LOAN_OLDER,
    LOAN_PRINCIPAL,
    LOAN_WIDTH,
    MARKET_KIND,
    MARKET_WIDTH,
)
from .venue import Venue

KINDS: Final = 3
LEG: Final = 0
LOAN: Final = 1
DEBT: Final = 2


def borrowed_loans(venue: Venue, account: i64) -> list[int]:
    """Rows of the loans of a borrower, newest first by start, then id."""
    found: list[int] = []
    loan = venue.loans.newest_borrowed(account)
    while loan != NONE:
        found.append(loan)
        loan = venue.loans.rows[loan * LOAN_WIDTH + LOAN_OLDER]
    return found


def lent_loans(venue: Venue, account: i64) -> list[int]:
    """Rows of the loans of a lender, in no order."""
    found: list[int] = []
    loan = newest_lent(venue, account)
    while loan != NONE:
        found.append(loan)
        loan = venue.loans.rows[loan * LOAN_WIDTH + LOAN_BEFORE]
    return found


def own_debts(venue: Venue, account: i64) -> list[int]:
    """Rows of the debts that an account owes, by due time, then creditor."""
    found: list[int] = []
    debt = venue.perps.debts.first(account)
    while debt != NONE:
        found.append(debt)
        debt = venue.perps.debts.behind(debt)
    return found


def debts_to(venue: Venue, creditor: i64) -> list[int]:
    """Rows of the debts that an account is owed; no list has them, so all are looked through."""
    debts = venue.perps.debts
    found: list[int] = []
    if debts.debtors[creditor * DEBTOR_WIDTH + DEBTOR_IS_OWED] > 0:
        account: i64 = 1
        while account <= venue.account_count:
            debt = debts.first(account)
            while debt != NONE:
                if debts.rows[debt * DEBT_WIDTH + DEBT_CREDITOR] == creditor:
                    found.append(debt)
                debt = debts.behind(debt)
            account += 1
    return found


def legs_in(venue: Venue, account: i64, market: i64) -> list[int]:
    """Rows of the legs of an account in a market, newest first."""
    legs = venue.perps.legs
    found: list[int] = []
    leg = legs.newest(account, market)
    while leg != NONE:
        found.append(leg)
        cell = leg * LEG_WIDTH + LEG_OLDER
        if legs.rows[leg * LEG_WIDTH + LEG_LONG] != account:
            cell += LEG_OF_SHORT
        leg = legs.rows[cell]
    return found


def perp_markets(venue: Venue) -> list[int]:
    """All perpetual markets, ascending."""
    found: list[int] = []
    market: i64 = 1
    while market <= venue.market_count:
        if venue.markets[market * MARKET_WIDTH + MARKET_KIND] == PERP:
            found.append(market)
        market += 1
    return found


def contracts_of(venue: Venue, account: i64) -> dict[int, int]:
    """How large each leg, loan and debt of an account is, by kind and row.

    Rows of what ends are not used again before the command does, so they tell what it is.
    """
    found: dict[int, int] = {}
    for market in perp_markets(venue):
        for leg in legs_in(venue, account, market):
            found[leg * KINDS + LEG] = venue.perps.legs.rows[leg * LEG_WIDTH + LEG_LOTS]
    for loan in borrowed_loans(venue, account) + lent_loans(venue, account):
        found[loan * KINDS + LOAN] = venue.loans.rows[loan * LOAN_WIDTH + LOAN_PRINCIPAL]
    for debt in own_debts(venue, account) + debts_to(venue, account):
        found[debt * KINDS + DEBT] = venue.perps.debts.rows[debt * DEBT_WIDTH + DEBT_ATOMS]
    return found


def overdue_of(venue: Venue, account: i64) -> dict[int, int]:
    """Those loans and debts of `contracts_of` that are overdue, whoever owes them."""
    rows = venue.loans.rows
    found: dict[int, int] = {}
    for loan in borrowed_loans(venue, account) + lent_loans(venue, account):
        if rows[loan * LOAN_WIDTH + LOAN_DUE] < venue.now:
            found[loan * KINDS + LOAN] = rows[loan * LOAN_WIDTH + LOAN_PRINCIPAL]
    debts = venue.perps.debts.rows
    for debt in own_debts(venue, account) + debts_to(venue, account):
        if debts[debt * DEBT_WIDTH + DEBT_DUE] < venue.now:
            found[debt * KINDS + DEBT] = debts[debt * DEBT_WIDTH + DEBT_ATOMS]
    return found


def is_any_less(before: dict[int, int], after: dict[int, int]) -> bool:
    """Whether something that was there has ended or become smaller."""
    return any(after.get(key, 0) < size for key, size in before.items())


def due_times_of(venue: Venue, borrower: i64) -> dict[int, int]:
    """When each loan of a borrower is due, by row."""
    rows = venue.loans.rows
    return {loan: rows[loan * LOAN_WIDTH + LOAN_DUE] for loan in borrowed_loans(venue, borrower)}


def is_any_extended(before: dict[int, int], after: dict[int, int]) -> bool:
    """Whether a loan that was there is due later than it was."""
    return any(after.get(loan, due) > due for loan, due in before.items())

"""Which accounts are open to liquidation (LIQ-001)."""

from mypy_extensions import i64

from .codes import NONE
from .layout import DEBT_DUE, DEBT_WIDTH
from .stress import is_priced
from .swap import has_overdue
from .valuation import both_values
from .venue import BASE, Venue


def has_value(venue: Venue, asset: i64) -> bool:
    """Whether an asset is priced, as the base asset always is (MGN-004)."""
    return asset == BASE or is_priced(venue, asset)


def values_now(venue: Venue, account: i64) -> tuple[int, int]:
    """Both RBV in the midst of a command that may be taken back: none of it is kept."""
    values = both_values(venue, account)
    venue.margin.forget_noted()
    return values


def is_overdue_account(venue: Venue, account: i64) -> bool:
    """Whether an account has borrowed or owes what is overdue (LIQ-001)."""
    debt = venue.perps.debts.first(account)
    if debt != NONE and venue.perps.debts.rows[debt * DEBT_WIDTH + DEBT_DUE] < venue.now:
        return True
    return has_overdue(venue, account)


def is_sound(venue: Venue, account: i64) -> bool:
    """Whether an account is not open to liquidation (LIQ-001)."""
    return not is_overdue_account(venue, account) and values_now(venue, account)[1] >= 0


def open_accounts(venue: Venue) -> list[int]:
    """All accounts that are open to liquidation, ascending (LIQ-045)."""
    found: list[int] = []
    account: i64 = 1
    while account <= venue.account_count:
        if is_overdue_account(venue, account) or both_values(venue, account)[1] < 0:
            found.append(account)
        account += 1
    return found

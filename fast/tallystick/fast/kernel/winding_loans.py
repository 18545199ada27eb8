"""What the steps of a liquidation do with loans and settlement debts."""

from typing import Final

from mypy_extensions import i64

from .codes import ACCEPTED, BUY, LEND, NONE, SPOT
from .contracts import borrowed_loans, own_debts
from .fees import ceil_div
from .forced_orders import HIGHEST_LOTS, ended_by_work, force, force_loan, is_halted, market_of
from .interest import hours_owed
from .layout import (
    ASSET_LOT_ATOMS,
    ASSET_WIDTH,
    DEBT_ATOMS,
    DEBT_DUE,
    DEBT_WIDTH,
    EXTENSIBLE,
    LOAN_DUE,
    LOAN_FEE_CREDIT,
    LOAN_FEE_LEFT,
    LOAN_FEE_RATE,
    LOAN_HOURS_PAID,
    LOAN_ID,
    LOAN_INTEREST_CREDIT,
    LOAN_MARKET,
    LOAN_PRINCIPAL,
    LOAN_RATE,
    LOAN_START,
    LOAN_WIDTH,
    MARKET_LOT_ATOMS,
    MARKET_MINIMUM,
    MARKET_WIDTH,
    RETURNABLE,
)
from .lending import deliverable_offer
from .payments import (
    claims_total,
    cost_to_settle,
    extend,
    has_flags,
    is_overdue,
    loan_asset,
    principal_atoms,
    repay,
    settle,
)
from .renewal import roll_over
from .settlement import pay_debt
from .venue import BASE, Venue
from .winding_state import Winding

YEAR: Final[int] = 87_600_000
FEE_UNIT: Final[int] = 100_000


def sort_key_due(venue: Venue, loan: i64) -> tuple[int, int]:
    """By due time, then id."""
    rows = venue.loans.rows
    return int(rows[loan * LOAN_WIDTH + LOAN_DUE]), int(rows[loan * LOAN_WIDTH + LOAN_ID])


def roll_overdue(winding: Winding) -> None:
    """The overdue loans of LIQ-013, by due time, then id."""
    venue = winding.venue
    overdue: list[tuple[int, int, int]] = []
    for loan in borrowed_loans(venue, winding.target):
        if is_overdue(venue, loan):
            due, loan_id = sort_key_due(venue, loan)
            overdue.append((due, loan_id, loan))
    overdue.sort()
    for _, _, loan in overdue:
        if winding.has_ended or not winding.takes_unit():
            return
        _roll(winding, loan)


def _roll(winding: Winding, loan: i64) -> None:
    """Settle an overdue loan, roll it, and repay what is overdue then, as far as it goes."""
    venue = winding.venue
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    goes_on = has_flags(venue, loan, EXTENSIBLE + RETURNABLE)
    asset = loan_asset(venue, loan)
    if cost_to_settle(venue, loan) > venue.balance(winding.target, asset):
        winding.frees_unit()
        return
    settle(venue, loan)
    if goes_on:
        extend(venue, loan)
        return
    if not is_halted(venue, rows[cell + LOAN_MARKET]):
        borrowed, _ = roll_over(venue, loan)
        winding.note_repaid(loan, borrowed)
        if ended_by_work(venue):
            winding.has_ended = True
    _repay_minima(winding, loan)


def _repay_minima(winding: Winding, loan: i64) -> None:
    """Repay as much of a loan that is settled as the balance covers, in whole minima."""
    venue = winding.venue
    cell = loan * LOAN_WIDTH
    rows = venue.loans.rows
    if venue.loans.find(rows[cell + LOAN_ID]) == NONE:
        return
    most = deliverable_offer(venue, winding.target, rows[cell + LOAN_MARKET])
    lots = min(rows[cell + LOAN_PRINCIPAL], most)
    repay(venue, loan, lots)
    winding.note_repaid(loan, lots)


def pay_overdue_debts(winding: Winding) -> None:
    """The overdue debts of LIQ-013, by due time, then creditor."""
    venue = winding.venue
    debts = venue.perps.debts
    market = market_of(venue, BASE, LEND)
    for debt in own_debts(venue, winding.target):
        if winding.has_ended or debts.rows[debt * DEBT_WIDTH + DEBT_DUE] >= venue.now:
            return
        if not winding.takes_unit():
            return
        left = debts.rows[debt * DEBT_WIDTH + DEBT_ATOMS]
        cash = min(left, venue.balance(winding.target, BASE))
        if cash > 0:
            pay_debt(venue, debt)
        left -= cash
        if left == 0 or market == NONE:
            continue
        if force_loan(venue, winding.target, market, _minima_for(venue, market, left)):
            winding.has_ended = True
        if venue.balance(winding.target, BASE) > 0:
            pay_debt(venue, debt)


def _minima_for(venue: Venue, market: i64, atoms: i64) -> i64:
    """The lots of the fewest minima that cover so many atoms, as far as an order can have them."""
    cell = market * MARKET_WIDTH
    minimum = venue.markets[cell + MARKET_MINIMUM]
    lots = ceil_div(atoms, venue.markets[cell + MARKET_LOT_ATOMS])
    return min(ceil_div(lots, minimum), HIGHEST_LOTS // minimum) * minimum


def exact_cost(venue: Venue, loan: i64) -> int:
    """What it costs to settle a loan now, however much that is (LND-021 to LND-023)."""
    rows = venue.loans.rows
    cell = loan * LOAN_WIDTH
    cost: int = claims_total(venue, loan)
    owed: int = hours_owed(rows[cell + LOAN_START], venue.now)
    hours: int = owed - rows[cell + LOAN_HOURS_PAID]
    if hours <= 0:
        return cost
    atoms: int = principal_atoms(venue, loan, rows[cell + LOAN_PRINCIPAL])
    credit: int = rows[cell + LOAN_INTEREST_CREDIT]
    rate: int = rows[cell + LOAN_RATE]
    interest = -((credit - atoms * rate * hours) // YEAR)
    fee_rate: int = rows[cell + LOAN_FEE_RATE]
    fee_credit: int = rows[cell + LOAN_FEE_CREDIT]
    fee_left: int = rows[cell + LOAN_FEE_LEFT]
    fee = min(fee_left, -((fee_credit - fee_rate * interest) // FEE_UNIT))
    return cost + interest + fee


def cost_to_end(venue: Venue, loan: i64) -> int:
    """What it costs to settle a loan now and repay the whole."""
    principal: int = principal_atoms(
        venue, loan, venue.loans.rows[loan * LOAN_WIDTH + LOAN_PRINCIPAL]
    )
    return exact_cost(venue, loan) + principal


def beyond_loans(venue: Venue, account: i64, asset: i64) -> int:
    """What an account has of an asset beyond what its loans of it cost to end (LIQ-018)."""
    rest: int = venue.balance(account, asset)
    for loan in borrowed_loans(venue, account):
        if loan_asset(venue, loan) == asset:
            rest -= cost_to_end(venue, loan)
    return rest


def repay_loans(winding: Winding, is_base: bool) -> None:
    """LIQ-017, or the loans of LIQ-019: loans of other assets, or of base, newest first."""
    venue = winding.venue
    for loan in borrowed_loans(venue, winding.target):
        asset = loan_asset(venue, loan)
        if (asset == BASE) != is_base:
            continue
        if winding.has_ended or not winding.takes_unit():
            return
        if not is_base:
            _buy_missing(winding, loan, asset)
            if winding.reason != ACCEPTED:
                return
        if cost_to_settle(venue, loan) <= venue.balance(winding.target, asset):
            settle(venue, loan)
            _repay_minima(winding, loan)
        else:
            winding.frees_unit()


def _buy_missing(winding: Winding, loan: i64, asset: i64) -> None:
    """Buy what the balance lacks to settle and repay a loan whole."""
    venue = winding.venue
    balance: int = venue.balance(winding.target, asset)
    missing = cost_to_end(venue, loan) - balance
    if missing > 0:
        lot_atoms: int = venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
        most: int = HIGHEST_LOTS
        lots = i64(min(most, -(-missing // lot_atoms)))
        reason, used_up = force(
            venue, winding.target, market_of(venue, asset, SPOT), BUY, lots, False
        )
        winding.note_walk(reason, used_up)


def pay_debts(winding: Winding) -> None:
    """The debts of LIQ-019, as PRP-039 says."""
    venue = winding.venue
    for debt in own_debts(venue, winding.target):
        if winding.has_ended or venue.balance(winding.target, BASE) == 0:
            return
        if winding.takes_unit():
            pay_debt(venue, debt)

"""Hours, interest and the other arithmetic of loans: pure, over plain numbers (chapter 07).

An `assert` before the first statement is a precondition, one after it is a promise.
"""

from tallystick.reference.numbers import PERMILLE, ceil_div, floor_div
from tallystick.reference.types.units import (
    Atoms,
    Hours,
    InterestCredit,
    Lots,
    Milliseconds,
    OrderId,
    Permille,
    Price,
)

HOUR_MILLISECONDS = 3_600_000
"""An hour (chapter 07)."""
INTEREST_UNITS = 87_600_000
"""Hours of a year times 10,000 basis points: what interest is divided by (chapter 07)."""
MINIMUM_HOURS = Hours(8)
"""Hours that are owed from the start (LND-020)."""
TERM_HOURS = Hours(240)
"""Hours from the start, or from an extension, to the due time (LND-011)."""
RENEWAL_HOURS = Hours(6)
"""Hours before the due time in which a loan can be renewed (LND-050)."""
FIRST_ENGINE_ORDER_ID = OrderId(2**61)
"""Ids from here on are of orders that the engine makes (LND-037)."""


def hours_owed(start: Milliseconds, at: Milliseconds) -> Hours:
    """Hours of a loan that are owed at a time: started hours, and at least 8 (LND-020)."""
    assert start >= 0
    started = ceil_div(at - start, HOUR_MILLISECONDS)  # [LND-020]
    owed = max(MINIMUM_HOURS, started)  # [LND-020]
    # The end of an hour belongs to it, and an instant later the next is owed.
    assert start + owed * HOUR_MILLISECONDS >= at
    assert owed == MINIMUM_HOURS or start + (owed - 1) * HOUR_MILLISECONDS < at
    return Hours(owed)


def hours_completed(start: Milliseconds, at: Milliseconds) -> Hours:
    """Hours of a loan that have ended at a time (LND-045)."""
    assert at >= start
    completed = floor_div(at - start, HOUR_MILLISECONDS)  # [LND-045]
    assert start + completed * HOUR_MILLISECONDS <= at
    assert at < start + (completed + 1) * HOUR_MILLISECONDS
    assert completed >= 0
    return Hours(completed)


def hours_of_term(start: Milliseconds, due: Milliseconds) -> Hours:
    """Hours of a loan that have started when it is due (LND-046)."""
    assert due >= start
    hours = ceil_div(due - start, HOUR_MILLISECONDS)  # [LND-046]
    assert start + (hours - 1) * HOUR_MILLISECONDS < due <= start + hours * HOUR_MILLISECONDS
    return Hours(hours)


def due_after(now: Milliseconds) -> Milliseconds:
    """When a loan opened or extended now is due (LND-011, LND-030)."""
    assert now >= 0
    due = now + TERM_HOURS * HOUR_MILLISECONDS  # [LND-011]
    assert hours_of_term(now, Milliseconds(due)) == TERM_HOURS
    return Milliseconds(due)


def is_overdue(due: Milliseconds, at: Milliseconds) -> bool:
    """Whether a loan is overdue: not yet at its due time (LND-024)."""
    assert due >= 0
    overdue = at > due  # [LND-024]
    assert overdue == (due < at)
    return overdue


def is_in_last_hours(due: Milliseconds, hours: int, at: Milliseconds) -> bool:
    """Whether a time is in the last hours up to the due time, the begin left out (LND-031)."""
    assert hours > 0
    inside = due - hours * HOUR_MILLISECONDS < at <= due  # [LND-031]
    assert inside == (0 <= due - at < hours * HOUR_MILLISECONDS)
    return inside


def is_renewal_open(due: Milliseconds, at: Milliseconds) -> bool:
    """Whether a loan can be renewed: both ends of the 6 hours included (LND-050)."""
    assert due >= 0
    is_open = due - RENEWAL_HOURS * HOUR_MILLISECONDS <= at <= due  # [LND-050]
    assert is_open == (0 <= due - at <= RENEWAL_HOURS * HOUR_MILLISECONDS)
    return is_open


def interest_of(
    principal_atoms: Atoms, rate: Price, hours: Hours, credit: InterestCredit
) -> tuple[Atoms, InterestCredit]:
    """The interest of some hours, and the credit after it (LND-021).

    `credit`, in units of 1/87,600,000 atom, is what rounding up has paid in advance.
    """
    assert principal_atoms > 0
    assert rate > 0
    assert hours > 0
    assert 0 <= credit < INTEREST_UNITS
    owed = principal_atoms * rate * hours  # [LND-021]
    interest = ceil_div(owed - credit, INTEREST_UNITS)  # [LND-021]
    credit_after = credit + interest * INTEREST_UNITS - owed  # [LND-021]
    assert interest >= 0
    assert 0 <= credit_after < INTEREST_UNITS
    # What was paid less what was owed is the credit: so slicing the hours changes no sum.
    assert interest * INTEREST_UNITS + credit == owed + credit_after
    return Atoms(interest), InterestCredit(credit_after)


def paid_of_claim(atoms: Atoms, interest_atoms: Atoms, fee_atoms: Atoms) -> tuple[Atoms, Atoms]:
    """What of a claim is paid with some atoms: interest before fee (LND-034)."""
    assert atoms >= 0
    assert interest_atoms >= 0
    assert fee_atoms >= 0
    interest = min(atoms, interest_atoms)  # [LND-034]
    fee = min(atoms - interest, fee_atoms)  # [LND-034]
    assert 0 <= interest <= interest_atoms
    assert 0 <= fee <= fee_atoms
    assert interest + fee == min(atoms, interest_atoms + fee_atoms)
    assert fee == 0 or interest == interest_atoms
    return Atoms(interest), Atoms(fee)


def keeper_fee_of_minimum(minimum_lots: Lots, lot_atoms: Atoms, permille: Permille) -> Atoms:
    """The keeper fee of a loan, a share of the least order (LND-013)."""
    assert minimum_lots > 0
    assert lot_atoms > 0
    assert 0 <= permille <= PERMILLE
    fee = ceil_div(minimum_lots * lot_atoms * permille, PERMILLE)  # [LND-013]
    assert 0 <= fee <= minimum_lots * lot_atoms
    assert fee * PERMILLE >= minimum_lots * lot_atoms * permille
    assert fee == 0 or (fee - 1) * PERMILLE < minimum_lots * lot_atoms * permille
    return Atoms(fee)


def keeper_fee_due(keeper_fee_atoms: Atoms, owed: int) -> Atoms:
    """The keeper fee of a renewal whose new term owes so many units of interest (LND-053)."""
    assert keeper_fee_atoms >= 0
    assert owed >= 0
    fee = min(keeper_fee_atoms, floor_div(owed, INTEREST_UNITS))  # [LND-053]
    assert 0 <= fee <= keeper_fee_atoms
    assert fee * INTEREST_UNITS <= owed
    assert fee == keeper_fee_atoms or (fee + 1) * INTEREST_UNITS > owed
    return Atoms(fee)


def swap_cash(
    part_atoms: Atoms,
    rate: Price,
    own_rate: Price,
    hours_to_run: Hours,
    hours_prepaid: Hours,
    credit: InterestCredit,
) -> Atoms:
    """What a lender pays to hand `part_atoms` lent at `rate` to his own lender (LND-046).

    The new lender loses what his loan at `own_rate` promised above `rate` for the hours to run,
    and what the borrower has paid ahead, in hours and by rounding.
    """
    assert part_atoms > 0
    assert rate > 0
    assert own_rate > 0
    assert hours_to_run >= 0
    assert hours_prepaid >= 0
    assert 0 <= credit < INTEREST_UNITS
    lost = part_atoms * (  # [LND-046]
        max(0, own_rate - rate) * hours_to_run + rate * hours_prepaid  # [LND-046]
    )
    cash = ceil_div(lost + credit, INTEREST_UNITS)  # [LND-046]
    assert cash >= 0
    assert (cash - 1) * INTEREST_UNITS < lost + credit <= cash * INTEREST_UNITS
    return Atoms(cash)


def share_of_part(atoms: Atoms, part_lots: Lots, all_lots: Lots) -> Atoms:
    """What of a fee cap or a keeper fee passes with a part of a loan (LND-047)."""
    assert atoms >= 0
    assert 0 < part_lots < all_lots
    share = floor_div(atoms * part_lots, all_lots)  # [LND-047]
    assert 0 <= share <= atoms
    assert share * all_lots <= atoms * part_lots < (share + 1) * all_lots
    return Atoms(share)


def lendable_lots(balance: Atoms, minimum_lots: Lots, lot_atoms: Atoms) -> Lots:
    """Lots that a balance can lend: whole minima (LND-005)."""
    assert balance >= 0
    assert minimum_lots > 0
    assert lot_atoms > 0
    minima = floor_div(balance, minimum_lots * lot_atoms)  # [LND-005]
    lots = minima * minimum_lots  # [LND-005]
    assert lots >= 0
    assert lots * lot_atoms <= balance < (lots + minimum_lots) * lot_atoms
    return Lots(lots)


def engine_order_id(last: OrderId) -> OrderId:
    """The id of the next order that the engine makes for an account (LND-037)."""
    assert last >= 0
    order_id = max(FIRST_ENGINE_ORDER_ID, last + 1)  # [LND-037]
    assert order_id > last
    assert order_id >= FIRST_ENGINE_ORDER_ID
    return OrderId(order_id)

"""The steps by which an account is wound up, once, in their order (LIQ-011 to LIQ-020).

What a step does is in the journal: all of it may be taken back.
"""

from mypy_extensions import i64

from .codes import ACCEPTED, CANCELLED, NO_PROGRESS, SELL, SPOT, VALUATION_STALE
from .contracts import (
    contracts_of,
    due_times_of,
    is_any_extended,
    is_any_less,
    overdue_of,
    perp_markets,
)
from .counterparties import claimed_loans
from .forced_orders import force, market_of, opposite_side
from .layout import ASSET_LOT_ATOMS, ASSET_WIDTH
from .margin_checks import has_stale_part
from .net_worth import net_worth_of
from .payments import loan_asset
from .recall import recall_loans
from .returns import return_repaid
from .risk import is_stale
from .soundness import is_sound, values_now
from .stress import is_priced
from .trading import find_orders
from .venue import BASE, Venue
from .winding_loans import (
    beyond_loans,
    pay_debts,
    pay_overdue_debts,
    repay_loans,
    roll_overdue,
)
from .winding_state import Winding


def is_stale_target(venue: Venue, target: i64) -> bool:
    """Whether a mark by which the target is valued is old (LIQ-002)."""
    if not venue.margin.has_stale:
        return False
    return has_stale_part(venue, target) or has_stale_claim(venue, target)


def has_stale_claim(venue: Venue, account: i64) -> bool:
    """Whether an account has a claim on a loan of others whose asset has an old mark."""
    for loan in claimed_loans(venue, account):
        asset = loan_asset(venue, loan)
        if is_priced(venue, asset) and is_stale(venue, asset):
            return True
    return False


def wind_up(venue: Venue, winding: Winding) -> i64:
    """Carry out all steps and judge them (LIQ-020); the budget is what the venue has.

    The target is open. Return a reason, or ACCEPTED; what was written is in the journal.
    """
    target = winding.target
    is_stale = is_stale_target(venue, target)
    is_below = values_now(venue, target)[1] < 0
    # Of who is only overdue, only what is overdue counts
    before = contracts_of(venue, target) if is_below else overdue_of(venue, target)
    due_times = due_times_of(venue, target)
    is_solvent = _is_solvent(winding)
    if is_solvent:
        roll_overdue(winding)
        if not winding.has_ended:
            pay_overdue_debts(winding)
    initial, maintenance = values_now(venue, target)
    if is_solvent and not winding.has_ended and is_sound(venue, target):
        winding.has_ended = True
    _go_on(winding)
    if winding.reason != ACCEPTED:
        return winding.reason
    return_repaid(winding)
    if is_stale:
        return VALUATION_STALE
    if is_sound(venue, target):
        return ACCEPTED
    new_initial, new_maintenance = values_now(venue, target)
    if new_initial < initial or new_maintenance < maintenance:
        return NO_PROGRESS
    if is_below and (new_initial > initial or new_maintenance > maintenance):
        return ACCEPTED
    if is_any_less(before, contracts_of(venue, target)):
        return ACCEPTED
    if is_any_extended(due_times, due_times_of(venue, target)):
        return ACCEPTED
    return NO_PROGRESS


def _is_solvent(winding: Winding) -> bool:
    """Whether the net worth of the target, as a step begins, is not negative (LIQ-013).

    Otherwise nobody new is to lend to it or to be paid whole before the others.
    """
    return net_worth_of(winding.venue, winding.target) >= 0


def _go_on(winding: Winding) -> None:
    """LIQ-014 to LIQ-019, as far as the steps have not ended."""
    if not winding.has_ended:
        _cancel_orders(winding)
    if winding.has_ended:
        return
    winding.went_on = True
    _close_positions(winding)
    if not winding.has_ended and _is_solvent(winding):
        recall_loans(winding)
    if not winding.has_ended and _is_solvent(winding):
        repay_loans(winding, False)
    if not winding.has_ended:
        _sell_assets(winding)
    if not winding.has_ended and _is_solvent(winding):
        pay_debts(winding)
        if not winding.has_ended:
            repay_loans(winding, True)


def cancel_orders(venue: Venue, account: i64) -> None:
    """Remove all orders of an account, by market, then id."""
    count = find_orders(venue, account, -1)
    place: i64 = 0
    while place < count:
        venue.remove(venue.found[place], CANCELLED)
        place += 1


def _cancel_orders(winding: Winding) -> None:
    """LIQ-014."""
    cancel_orders(winding.venue, winding.target)
    if is_sound(winding.venue, winding.target):
        winding.has_ended = True


def _close_positions(winding: Winding) -> None:
    """LIQ-015."""
    venue = winding.venue
    is_at_mark = not _is_solvent(winding)
    for market in perp_markets(venue):
        lots = venue.perps.legs.position(winding.target, market)
        if lots != 0 and not winding.has_ended:
            side = opposite_side(lots)
            reason, used_up = force(
                venue, winding.target, market, side, max(lots, -lots), is_at_mark
            )
            winding.note_walk(reason, used_up)


def _sell_assets(winding: Winding) -> None:
    """LIQ-018."""
    venue = winding.venue
    is_at_mark = not _is_solvent(winding)
    asset: i64 = BASE + 1
    while asset <= venue.asset_count and not winding.has_ended:
        lot_atoms = venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
        lots = i64(max(0, beyond_loans(venue, winding.target, asset))) // lot_atoms
        market = market_of(venue, asset, SPOT)
        reason, used_up = force(venue, winding.target, market, SELL, lots, is_at_mark)
        winding.note_walk(reason, used_up)
        asset += 1

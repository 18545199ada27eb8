"""The steps by which an account is wound up, once, in their order (LIQ-011 to LIQ-020).

What a step does is in the journal: all of it may be taken back.
"""

from mypy_extensions import i64

from .codes import ACCEPTED, CANCELLED, NO_PROGRESS, SELL, SPOT, VALUATION_STALE
from .contracts import contracts_of, is_any_less, perp_markets
from .forced_orders import force, market_of, opposite_side
from .layout import ASSET_LOT_ATOMS, ASSET_WIDTH
from .margin_checks import has_stale_part
from .recall import recall_loans
from .returns import return_repaid
from .soundness import equity_of, is_sound, values_now
from .trading import find_orders
from .venue import BASE, Venue
from .winding_loans import (
    pay_debts,
    pay_overdue_debts,
    repay_loans,
    roll_overdue,
)
from .winding_state import Winding


def is_stale_target(venue: Venue, target: i64) -> bool:
    """Whether a mark by which the target is valued is old (LIQ-002)."""
    return venue.margin.has_stale and has_stale_part(venue, target)


def wind_up(venue: Venue, winding: Winding) -> i64:
    """Carry out all steps and judge them (LIQ-020); the budget is what the venue has.

    The target is open. Return a reason, or ACCEPTED; what was written is in the journal.
    """
    target = winding.target
    is_stale = is_stale_target(venue, target)
    before = contracts_of(venue, target)
    is_solvent = equity_of(venue, target) >= 0
    if is_solvent:
        roll_overdue(winding)
        if not winding.has_ended:
            pay_overdue_debts(winding)
    initial, maintenance = values_now(venue, target)
    if is_solvent and not winding.has_ended and is_sound(venue, target):
        winding.has_ended = True
    _go_on(winding, is_solvent)
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
    return ACCEPTED if is_any_less(before, contracts_of(venue, target)) else NO_PROGRESS


def _go_on(winding: Winding, is_solvent: bool) -> None:
    """LIQ-014 to LIQ-019, as far as the steps have not ended.

    Of a target without equity nobody new is to lend to it or to be paid whole before the others.
    """
    if not winding.has_ended:
        _cancel_orders(winding)
    if winding.has_ended:
        return
    winding.went_on = True
    _close_positions(winding)
    if is_solvent and not winding.has_ended:
        recall_loans(winding)
    if is_solvent and not winding.has_ended:
        repay_loans(winding, False)
    if not winding.has_ended:
        _sell_assets(winding)
    if is_solvent and not winding.has_ended:
        pay_debts(winding)
    if is_solvent and not winding.has_ended:
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
    venue = winding.venue
    count = find_orders(venue, winding.target, -1)
    place: i64 = 0
    while place < count and winding.takes_unit():
        venue.remove(venue.found[place], CANCELLED)
        place += 1
    if not winding.has_ended and is_sound(venue, winding.target):
        winding.has_ended = True


def _close_positions(winding: Winding) -> None:
    """LIQ-015."""
    venue = winding.venue
    for market in perp_markets(venue):
        lots = venue.perps.legs.position(winding.target, market)
        if lots != 0 and not winding.has_ended:
            side = opposite_side(lots)
            reason, used_up = force(venue, winding.target, market, side, max(lots, -lots))
            winding.note_walk(reason, used_up)


def _sell_assets(winding: Winding) -> None:
    """LIQ-018."""
    venue = winding.venue
    asset: i64 = BASE + 1
    while asset <= venue.asset_count and not winding.has_ended:
        lot_atoms = venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
        lots = venue.balance(winding.target, asset) // lot_atoms
        market = market_of(venue, asset, SPOT)
        reason, used_up = force(venue, winding.target, market, SELL, lots)
        winding.note_walk(reason, used_up)
        asset += 1

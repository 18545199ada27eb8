"""Anybody may give an account that is open one asset for another (LIQ-023)."""

from tallystick.reference.closing import is_worth_too_little
from tallystick.reference.forced import market_of
from tallystick.reference.ledger import balance_of, free_atoms, move_atoms
from tallystick.reference.pricing import band_of_asset, pricing_of
from tallystick.reference.soundness import is_sound, is_valued_by_stale_mark
from tallystick.reference.state import BASE_ASSET, State
from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.liquidation_commands import SwapForTarget
from tallystick.reference.types.liquidation_events import SwappedForTarget
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AssetId
from tallystick.reference.verdict import Applied, Verdict


def swap_for_target(state: State, command: SwapForTarget) -> Verdict:
    """Give the target atoms of one asset for atoms of another (LIQ-023).

    Whether its value rises is judged with what is asked of a checked command.
    """
    account, target = command.account, command.target
    given, taken = command.give_asset, command.take_asset
    if given not in state.assets or taken not in state.assets:  # [CMD-012]
        return Reason.UNKNOWN_ASSET
    if account == target:  # [LIQ-023]
        return Reason.SAME_ACCOUNT
    if given == taken:  # [LIQ-023]
        return Reason.SAME_ASSET
    if is_sound(state, target):  # [LIQ-002]
        return Reason.ACCOUNT_SOUND
    other = taken if given == BASE_ASSET else given
    has_book = market_of(state, other, MarketKind.SPOT) is not None
    if BASE_ASSET not in (given, taken) or has_book:  # [LIQ-023]
        return Reason.SPOT_MARKET_LISTED
    if command.take_atoms > balance_of(state, target, taken):  # [LIQ-023]
        return Reason.INSUFFICIENT_BALANCE
    if command.give_atoms > free_atoms(state, account, given):  # [LIQ-023]
        return Reason.INSUFFICIENT_FREE_BALANCE
    if _is_outside_band(state, command, other):  # [LIQ-023]
        return Reason.OUTSIDE_BAND
    if is_valued_by_stale_mark(state, target):  # [LIQ-002]
        return Reason.VALUATION_STALE
    state = move_atoms(state, account, target, given, command.give_atoms)  # [LIQ-023]
    state = move_atoms(state, target, account, taken, command.take_atoms)  # [LIQ-023]
    event = SwappedForTarget(account, target, given, command.give_atoms, taken, command.take_atoms)
    return Applied(state, (event,))  # [LIQ-023]


def _is_outside_band(state: State, command: SwapForTarget, other: AssetId) -> bool:
    """Whether an asset is not priced, or what is given is worth too little (LIQ-023).

    `other` is the one of the two assets that is not base.
    """
    given, taken = state.assets[command.give_asset], state.assets[command.take_asset]
    of_given, of_taken = pricing_of(given), pricing_of(taken)
    if of_given is None or of_taken is None:  # [LIQ-023]
        return True
    band = band_of_asset(state, other)  # [LIQ-023]
    worth = command.give_atoms * of_given[0], command.take_atoms * of_taken[0]  # [LIQ-023]
    return is_worth_too_little(
        worth[0], given.lot_atoms, worth[1], taken.lot_atoms, band
    )  # [LIQ-023]

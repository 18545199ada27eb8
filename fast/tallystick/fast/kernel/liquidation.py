"""The commands of chapter 09 but bankruptcy, and who may give them.

Ranges have been judged. Each command returns a reason, or ACCEPTED; what was written before a
rejection is in the journal.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .bankruptcy import declare_bankruptcy
from .codes import (
    ACCEPTED,
    ACCOUNT_SOUND,
    CLAIM_REWARD,
    DECLARE_BANKRUPTCY,
    ESCROW_NOT_DUE,
    INSUFFICIENT_BALANCE,
    INSUFFICIENT_FREE_BALANCE,
    LIQUIDATE,
    NONE,
    NOT_AUTHORIZED,
    OUTSIDE_BAND,
    REVERSE_REWARD,
    REWARD_HELD,
    REWARD_PAID,
    REWARD_REVERSED,
    SAME_ACCOUNT,
    SAME_ASSET,
    SPOT,
    SPOT_MARKET_LISTED,
    SWAP_FOR_TARGET,
    UNKNOWN_ACCOUNT,
    UNKNOWN_ASSET,
    UNKNOWN_ESCROW,
    VALUATION_STALE,
    WORK_TOO_LARGE,
)
from .codes import (
    ESCROW_DUE as ESCROW_DUE_REASON,
)
from .exact_value import mark_of_asset
from .forced_orders import WHOLE, market_of
from .layout import (
    ACCOUNT_OWNER,
    ACCOUNT_WIDTH,
    ASSET_LOT_ATOMS,
    ASSET_WIDTH,
    COMMAND_ACCOUNT,
    COMMAND_ASSET,
    COMMAND_ATOMS,
    COMMAND_ESCROW,
    COMMAND_KIND,
    COMMAND_SIGNER,
    COMMAND_TAKE_ASSET,
    COMMAND_TAKE_ATOMS,
    COMMAND_TARGET,
    COMMAND_WORK,
    ESCROW_ACCOUNT,
    ESCROW_ATOMS,
    ESCROW_DUE,
    ESCROW_ID,
    ESCROW_TARGET,
    ESCROW_WIDTH,
    RISK_SLIPPAGE,
    RISK_WIDTH,
)
from .net_worth import net_worth_of
from .registry import free_balance, is_delegate
from .soundness import has_value, is_sound, values_now
from .stress import band_of
from .venue import BASE, OPERATOR, Venue
from .winding import is_stale_target, wind_up
from .winding_state import Winding

PERMILLE: Final[int] = 1_000


def authorize_liquidation(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-010 and CMD-012 for accounts, of these commands."""
    kind = commands[command + COMMAND_KIND]
    signer = commands[command + COMMAND_SIGNER]
    account = commands[command + COMMAND_ACCOUNT]
    if account > venue.account_count or commands[command + COMMAND_TARGET] > venue.account_count:
        return UNKNOWN_ACCOUNT
    if kind in (REVERSE_REWARD, DECLARE_BANKRUPTCY):
        return ACCEPTED if signer == OPERATOR else NOT_AUTHORIZED
    if kind == CLAIM_REWARD or signer == venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_OWNER]:
        return ACCEPTED
    if kind == LIQUIDATE and is_delegate(venue, account, signer):
        return ACCEPTED
    return NOT_AUTHORIZED


def run_liquidation(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """One of these commands, which its signer may give."""
    kind = commands[command + COMMAND_KIND]
    if kind == LIQUIDATE:
        return _liquidate(venue, commands, command)
    if kind == SWAP_FOR_TARGET:
        return _swap_for_target(venue, commands, command)
    if kind == DECLARE_BANKRUPTCY:
        return declare_bankruptcy(venue, commands, command)
    return _end_escrow(venue, commands, command)


def _liquidate(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """LIQ-010 and LIQ-011; it is stated last what the target is worth."""
    account = commands[command + COMMAND_ACCOUNT]
    target = commands[command + COMMAND_TARGET]
    work = commands[command + COMMAND_WORK]
    if account == target:
        return SAME_ACCOUNT
    if is_sound(venue, target):
        return ACCOUNT_SOUND
    if work > venue.limits.max_touches:
        return WORK_TOO_LARGE
    venue.margin.is_checked = True
    venue.budget = work
    winding = Winding(venue, target)
    reason = wind_up(venue, winding)
    # What was used is what is missing of `max_touches`.
    venue.budget += venue.limits.max_touches - work
    if reason == ACCEPTED and winding.went_on and is_sound(venue, target):
        _hold_reward(venue, account, target)
    return reason


def _hold_reward(venue: Venue, account: i64, target: i64) -> None:
    """LIQ-021; from here on nothing is rejected."""
    escrows = venue.escrows
    limits = venue.liquidation
    if escrows.count >= escrows.capacity:
        return
    permille: int = limits.reward_permille
    share = net_worth_of(venue, target) * permille // PERMILLE
    balance: int = venue.balance(target, BASE)
    least = min(share, values_now(venue, target)[1], balance)
    if least < 1:
        return
    atoms = i64(least)
    due = venue.now + limits.escrow_ms
    venue.add_balance(target, BASE, -atoms)
    escrows.last_escrow += 1
    escrows.enter(escrows.last_escrow, account, target, atoms, due)
    venue.events.note(REWARD_HELD, escrows.last_escrow, account, target, atoms, due)


def _end_escrow(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """LIQ-022: a reward is claimed, or goes back."""
    escrow = venue.escrows.find(commands[command + COMMAND_ESCROW])
    if escrow == NONE:
        return UNKNOWN_ESCROW
    rows = venue.escrows.rows
    cell = escrow * ESCROW_WIDTH
    is_claimed = commands[command + COMMAND_KIND] == CLAIM_REWARD
    is_due = venue.now > rows[cell + ESCROW_DUE]
    if is_claimed and not is_due:
        return ESCROW_NOT_DUE
    if is_due and not is_claimed:
        return ESCROW_DUE_REASON
    account = rows[cell + ESCROW_ACCOUNT]
    target = rows[cell + ESCROW_TARGET]
    atoms = rows[cell + ESCROW_ATOMS]
    escrow_id = rows[cell + ESCROW_ID]
    if is_claimed:
        venue.add_balance(account, BASE, atoms)
        venue.events.note(REWARD_PAID, escrow_id, account, target, atoms)
    else:
        venue.add_balance(target, BASE, atoms)
        venue.events.note(REWARD_REVERSED, escrow_id, account, target, atoms)
    venue.escrows.drop(escrow)
    return ACCEPTED


def _swap_for_target(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """LIQ-023; what its own account may not do is judged when it is done (MGN-031)."""
    account = commands[command + COMMAND_ACCOUNT]
    target = commands[command + COMMAND_TARGET]
    give = commands[command + COMMAND_ASSET]
    give_atoms = commands[command + COMMAND_ATOMS]
    take = commands[command + COMMAND_TAKE_ASSET]
    take_atoms = commands[command + COMMAND_TAKE_ATOMS]
    if max(give, take) > venue.asset_count:
        return UNKNOWN_ASSET
    if account == target:
        return SAME_ACCOUNT
    if give == take:
        return SAME_ASSET
    if is_sound(venue, target):
        return ACCOUNT_SOUND
    # One of the two is base at most: they differ.
    if BASE not in (give, take) or market_of(venue, max(give, take), SPOT) != NONE:
        return SPOT_MARKET_LISTED
    if take_atoms > venue.balance(target, take):
        return INSUFFICIENT_BALANCE
    if give_atoms > free_balance(venue, account, give):
        return INSUFFICIENT_FREE_BALANCE
    if not _is_inside_band(venue, give, give_atoms, take, take_atoms):
        return OUTSIDE_BAND
    if is_stale_target(venue, target):
        return VALUATION_STALE
    venue.margin.is_checked = True
    before = values_now(venue, target)[1]
    venue.add_balance(account, give, -give_atoms)
    venue.add_balance(target, give, give_atoms)
    venue.add_balance(target, take, -take_atoms)
    venue.add_balance(account, take, take_atoms)
    venue.events.swapped_for_target(account, target, give, give_atoms, take, take_atoms)
    after = values_now(venue, target)[1]
    venue.margin.lacks_progress = before >= 0 or after <= before
    return ACCEPTED


def _is_inside_band(venue: Venue, give: i64, give_atoms: i64, take: i64, take_atoms: i64) -> bool:
    """Whether what is given is worth enough; what is not priced is worth nothing (LIQ-023)."""
    if not (has_value(venue, give) and has_value(venue, take)):
        return False
    risks = venue.margin.risks
    # The asset that is not base has the higher id.
    band: int = band_of(venue, risks[max(give, take) * RISK_WIDTH + RISK_SLIPPAGE])
    given: int = give_atoms
    taken: int = take_atoms
    give_lot: int = venue.assets[give * ASSET_WIDTH + ASSET_LOT_ATOMS]
    take_lot: int = venue.assets[take * ASSET_WIDTH + ASSET_LOT_ATOMS]
    give_value = given * mark_of_asset(venue, give) * take_lot
    take_value = taken * mark_of_asset(venue, take) * give_lot
    return give_value * WHOLE >= take_value * (WHOLE - band)

"""The command that winds up an account in fixed steps (chapter 09, section 2)."""

from attrs import evolve, frozen

from tallystick.reference.book import leave
from tallystick.reference.engine_orders import return_principal
from tallystick.reference.escrows import with_reward
from tallystick.reference.forced import forced_order
from tallystick.reference.legs import position_of
from tallystick.reference.numbers import floor_div
from tallystick.reference.soundness import is_sound, is_valued_by_stale_mark
from tallystick.reference.state import BASE_ASSET, State
from tallystick.reference.types.choices import MarketKind, RemovalCause, Side
from tallystick.reference.types.liquidation_commands import Liquidate
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Count
from tallystick.reference.valuation import Valuation, equity_of, valuation_of
from tallystick.reference.verdict import Applied, Verdict
from tallystick.reference.walk import removal
from tallystick.reference.winding import Winding, ended, unit_used, walked, walked_without_debts
from tallystick.reference.winding_loans import recall, repay_assets, repay_base, roll_overdue


@frozen
class WoundUp:
    """The steps done, what was repaid returned, and what decides whether that was progress.

    `rolled` is what the target was worth when LIQ-013 had been done, `is_beyond` whether the steps
    went beyond LIQ-014.
    """

    applied: Applied
    rolled: Valuation
    is_beyond: bool


def liquidate(state: State, command: Liquidate) -> Verdict:
    """Wind up an account that is open (LIQ-010); debts of the caller are left to the engine."""
    if command.account == command.target:  # [LIQ-010]
        return Reason.SAME_ACCOUNT
    if is_sound(state, command.target):  # [LIQ-002]
        return Reason.ACCOUNT_SOUND
    if command.work > state.parameters.max_touches:  # [LIQ-010]
        return Reason.WORK_TOO_LARGE
    wound_up = wind_up(state, command.target, command.work)
    if isinstance(wound_up, Reason):
        return wound_up  # [PRP-038] [CMD-005]
    applied, is_beyond = wound_up
    if is_beyond and is_sound(applied.state, command.target):  # [LIQ-021]
        return with_reward(applied, command.account, command.target)  # [LIQ-021]
    return applied


def wind_up(state: State, target: AccountId, work: Count) -> tuple[Applied, bool] | Reason:
    """What the steps do to an account that is open, and whether they went beyond LIQ-014.

    Or why a command of so much work is rejected: a cap of debts, a stale mark, no progress.
    """
    done = _stepped(Winding(Applied(state, ()), target, work))
    if isinstance(done, Reason):
        return done  # [PRP-038] [CMD-005]
    if is_valued_by_stale_mark(state, target):  # [LIQ-002]
        return Reason.VALUATION_STALE
    if not _is_progress(state, done, target):  # [LIQ-020]
        return Reason.NO_PROGRESS
    return done.applied, done.is_beyond


def _stepped(winding: Winding) -> WoundUp | Reason:
    """The steps in their order, each once, then what was repaid returns (LIQ-010, LIQ-020)."""
    before, is_solvent = winding.state, equity_of(winding.state, winding.target) >= 0
    if is_solvent:  # [LIQ-013]
        winding = roll_overdue(winding)  # [LIQ-013]
    rolled = valuation_of(winding.state, winding.target)  # [LIQ-020]
    winding = _ended_if_sound(winding)  # [LIQ-013]
    winding = _ended_if_sound(_cancelled(winding))  # [LIQ-014]
    is_beyond = not winding.is_ended  # [LIQ-021]
    closed = _closed(winding)  # [LIQ-015]
    if isinstance(closed, Reason):
        return closed  # [PRP-038]
    winding = closed
    for step in (recall, repay_assets, _sold, repay_base):  # [LIQ-016] [LIQ-017] [LIQ-018]
        is_left_out = step is not _sold and not is_solvent  # [LIQ-013]
        if not winding.is_ended and not is_left_out:  # [LIQ-011]
            winding = step(winding)  # [LIQ-010] [LIQ-019]
    applied = winding.applied
    for loan, lots in winding.repaid:  # [LIQ-020] [LND-035]
        applied = return_principal(before, applied, loan, lots, winding.work)  # [LND-036]
    return WoundUp(applied, rolled, is_beyond)


def _ended_if_sound(winding: Winding) -> Winding:
    """The steps end if the account is sound now (LIQ-013, LIQ-014)."""
    if winding.is_ended or not is_sound(winding.state, winding.target):
        return winding
    return ended(winding)  # [LIQ-013] [LIQ-014]


def _cancelled(winding: Winding) -> Winding:
    """All orders of the account are removed, by market, then id (LIQ-014)."""
    orders = winding.state.accounts[winding.target].orders.values()
    for order in sorted(orders, key=lambda order: (order.market, order.order_id)):  # [LIQ-014]
        if winding.is_ended:
            break
        winding = unit_used(winding)  # [LIQ-011]
        if not winding.is_ended:
            applied, event = winding.applied, removal(order, RemovalCause.CANCELLED)  # [LIQ-014]
            gone, events = leave(applied.state, order), (*applied.events, event)
            winding = evolve(winding, applied=evolve(applied, state=gone, events=events))
    return winding


def _closed(winding: Winding) -> Winding | Reason:
    """Positions are closed at the edge of the band, market by market (LIQ-015)."""
    for market in winding.state.markets.values():  # [LIQ-015]
        if winding.is_ended or market.kind is not MarketKind.PERP:
            continue
        state, target = winding.state, winding.target
        position = position_of(state.markets[market.market], target)  # [LIQ-015]
        side = Side.SELL if position > 0 else Side.BUY  # [LIQ-015]
        parts = (target, market.asset, MarketKind.PERP, side)
        after = walked(winding, forced_order(state, *parts, abs(position)))  # [LIQ-015]
        if isinstance(after, Reason):
            return after  # [PRP-038]
        winding = after
    return winding


def _sold(winding: Winding) -> Winding:
    """Everything but base is sold at the edge of the band, asset by asset (LIQ-018)."""
    for asset in winding.state.assets.values():  # [LIQ-018]
        if winding.is_ended or asset.asset == BASE_ASSET:
            continue
        lots = floor_div(winding.balance(asset.asset), asset.lot_atoms)  # [LIQ-018]
        parts = (winding.target, asset.asset, MarketKind.SPOT, Side.SELL)
        winding = walked_without_debts(
            winding, forced_order(winding.state, *parts, lots)
        )  # [LIQ-018]
    return winding


def _is_progress(before: State, done: WoundUp, target: AccountId) -> bool:
    """Whether the account is sound, or less entangled and worth no less (LIQ-020)."""
    after = done.applied.state
    if is_sound(after, target):
        return True  # [LIQ-020]
    valuation = valuation_of(after, target)
    is_lower = (
        valuation.initial_atoms < done.rolled.initial_atoms  # [LIQ-020]
        or valuation.maintenance_atoms < done.rolled.maintenance_atoms  # [LIQ-020]
    )
    left = _sizes(after, target)
    is_smaller = any(  # [LIQ-020]
        left.get(which, 0) < size for which, size in _sizes(before, target).items()
    )
    return not is_lower and (is_smaller or _is_any_extended(before, after, target))  # [LIQ-020]


def _is_any_extended(before: State, after: State, target: AccountId) -> bool:
    """Whether a loan that the account borrows has a later due time than it had (LIQ-020)."""
    return any(
        loan.borrower == target and loan.due > before.loans[loan.loan].due  # [LIQ-020]
        for loan in after.loans.values()
        if loan.loan in before.loans
    )


def _sizes(state: State, target: AccountId) -> dict[tuple[str | int, ...], int]:
    """How much there is of each order, leg, loan and debt of which an account is a party."""
    sizes: dict[tuple[str | int, ...], int] = {}
    for order in state.accounts[target].orders.values():
        sizes["order", order.order_id] = order.open_lots  # [LIQ-020]
    for market in state.markets.values():
        for leg in market.legs.values():
            if target in (leg.long_account, leg.short_account):
                sizes["leg", market.market, leg.leg] = leg.lots  # [LIQ-020]
    for loan in state.loans.values():
        if target in (loan.lender, loan.borrower):
            sizes["loan", loan.loan] = loan.principal_lots  # [LIQ-020]
    for debt, atoms in state.debts.items():
        if target in (debt.debtor, debt.creditor):
            sizes[("debt", *debt)] = atoms  # [LIQ-020]
    return sizes

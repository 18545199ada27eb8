"""The command that winds up an account in fixed steps (chapter 09, section 2)."""

from attrs import evolve, frozen

from tallystick.reference.authority import OPERATOR
from tallystick.reference.debts import is_overdue_now
from tallystick.reference.engine_orders import return_principal
from tallystick.reference.escrows import with_reward
from tallystick.reference.forced import forced_order
from tallystick.reference.interest import is_overdue
from tallystick.reference.legs import position_of
from tallystick.reference.net_worth import net_worth_of
from tallystick.reference.numbers import floor_div
from tallystick.reference.soundness import is_sound, is_valued_by_stale_mark
from tallystick.reference.state import BASE_ASSET, State
from tallystick.reference.trading import cancel_all
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.commands import CancelAll
from tallystick.reference.types.liquidation_commands import Liquidate
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Count
from tallystick.reference.valuation import Valuation, valuation_of
from tallystick.reference.verdict import Applied, Verdict, followed_by
from tallystick.reference.winding import Winding, ended, walked, walked_without_debts
from tallystick.reference.winding_loans import (
    cost_of_repaying,
    recall,
    repay_assets,
    repay_base,
    roll_overdue,
)


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
    before = winding.state
    if _is_solvent(winding):  # [LIQ-013]
        winding = roll_overdue(winding)  # [LIQ-013]
    rolled = valuation_of(winding.state, winding.target)  # [LIQ-020]
    winding = _ended_if_sound(winding)  # [LIQ-013]
    if not winding.is_ended:  # [LIQ-014]
        removed = orders_removed(winding.state, winding.target)
        winding = evolve(winding, applied=followed_by(winding.applied, removed))  # [LIQ-014]
        winding = _ended_if_sound(winding)  # [LIQ-014]
    is_beyond = not winding.is_ended  # [LIQ-021]
    closed = _closed(winding)  # [LIQ-015]
    if isinstance(closed, Reason):
        return closed  # [PRP-038]
    winding = closed
    for step in (recall, repay_assets, _sold, repay_base):  # [LIQ-016] [LIQ-017] [LIQ-018]
        if winding.is_ended:  # [LIQ-011]
            break
        if step is _sold or _is_solvent(winding):  # [LIQ-013]
            winding = step(winding)  # [LIQ-010] [LIQ-019]
    applied = winding.applied
    for loan, lots in winding.repaid:  # [LIQ-020] [LND-035]
        applied = return_principal(before, applied, loan, lots, winding.work)  # [LND-036]
    return WoundUp(applied, rolled, is_beyond)


def _is_solvent(winding: Winding) -> bool:
    """Whether the account has what it owes now: else nobody is paid, or lends (LIQ-013)."""
    return net_worth_of(winding.state, winding.target) >= 0  # [LIQ-012] [LIQ-013]


def _ended_if_sound(winding: Winding) -> Winding:
    """The steps end if the account is sound now (LIQ-013, LIQ-014)."""
    if winding.is_ended or not is_sound(winding.state, winding.target):
        return winding
    return ended(winding)  # [LIQ-013] [LIQ-014]


def orders_removed(state: State, target: AccountId) -> Applied:
    """All orders of the account are removed, by market, then id (LIQ-014, LIQ-031)."""
    cancelled = cancel_all(state, CancelAll(OPERATOR, target))  # [LIQ-014] [LIQ-031]
    assert not isinstance(cancelled, Reason)
    return cancelled


def _closed(winding: Winding) -> Winding | Reason:
    """Positions are closed at the edge of the band, or at the mark (LIQ-015)."""
    at_mark = not _is_solvent(winding)  # [LIQ-012]
    for market in winding.state.markets.values():  # [LIQ-015]
        if winding.is_ended or market.kind is not MarketKind.PERP:
            continue
        state, target = winding.state, winding.target
        position = position_of(state.markets[market.market], target)  # [LIQ-015]
        side = Side.SELL if position > 0 else Side.BUY  # [LIQ-015]
        parts = (target, market.asset, MarketKind.PERP, side)
        order = forced_order(state, *parts, abs(position), at_mark=at_mark)  # [LIQ-015]
        after = walked(winding, order)  # [LIQ-015]
        if isinstance(after, Reason):
            return after  # [PRP-038]
        winding = after
    return winding


def _sold(winding: Winding) -> Winding:
    """Everything but base is sold that no loan needs, asset by asset (LIQ-018)."""
    at_mark = not _is_solvent(winding)  # [LIQ-012]
    for asset in winding.state.assets.values():  # [LIQ-018]
        if winding.is_ended or asset.asset == BASE_ASSET:
            continue
        state, target = winding.state, winding.target
        owed = sum(  # [LIQ-018]
            cost_of_repaying(state, loan)
            for loan in state.loans.values()
            if (loan.borrower, loan.asset) == (target, asset.asset)
        )
        rest = max(0, winding.balance(asset.asset) - owed)  # [LIQ-018]
        lots = floor_div(rest, asset.lot_atoms)  # [LIQ-018]
        parts = (target, asset.asset, MarketKind.SPOT, Side.SELL)
        order = forced_order(state, *parts, lots, at_mark=at_mark)  # [LIQ-018]
        winding = walked_without_debts(winding, order)  # [LIQ-018]
    return winding


def _is_progress(before: State, done: WoundUp, target: AccountId) -> bool:
    """Whether the account is sound, or worth no less and worth more or less entangled (LIQ-020)."""
    after = done.applied.state
    if is_sound(after, target):
        return True  # [LIQ-020]
    valuation, rolled = valuation_of(after, target), done.rolled
    gains = (
        valuation.initial_atoms - rolled.initial_atoms,  # [LIQ-020]
        valuation.maintenance_atoms - rolled.maintenance_atoms,  # [LIQ-020]
    )
    if min(gains) < 0:  # [LIQ-020]
        return False
    is_negative = valuation_of(before, target).maintenance_atoms < 0  # [LIQ-020]
    sizes, left = _sizes(before, target), _sizes(after, target)
    if not is_negative:
        sizes = {which: sizes[which] for which in _overdue(before, target)}  # [LIQ-020]
    return (
        (is_negative and max(gains) > 0)  # [LIQ-020]
        or any(left.get(which, 0) < size for which, size in sizes.items())  # [LIQ-020]
        or _is_any_extended(before, after, target)  # [LIQ-020]
    )


def _overdue(state: State, target: AccountId) -> tuple[tuple[str | int, ...], ...]:
    """The loans and debts of which an account is a party that are overdue, as in `_sizes`."""
    loans = (loan for loan in state.loans.values() if target in (loan.lender, loan.borrower))
    debts = (debt for debt in state.debts if target in (debt.debtor, debt.creditor))
    return (
        *(("loan", loan.loan) for loan in loans if is_overdue(loan.due, state.now)),  # [LIQ-020]
        *(("debt", *debt) for debt in debts if is_overdue_now(state, debt)),  # [LIQ-020]
    )


def _is_any_extended(before: State, after: State, target: AccountId) -> bool:
    """Whether a loan that the account borrows has a later due time than it had (LIQ-020)."""
    return any(
        loan.borrower == target and loan.due > before.loans[loan.loan].due  # [LIQ-020]
        for loan in after.loans.values()
        if loan.loan in before.loans
    )


def _sizes(state: State, target: AccountId) -> dict[tuple[str | int, ...], int]:
    """How much there is of each leg, loan and debt of which an account is a party."""
    sizes: dict[tuple[str | int, ...], int] = {}
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

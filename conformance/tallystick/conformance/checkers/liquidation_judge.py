"""Whether a command of chapter 09 was one that could be accepted, and did what it may.

Told from the dumps before and after it, the command and its events; it knows no engine.
"""

from collections.abc import Iterator

from tallystick.conformance.checkers.close_out import (
    base_of,
    estate_of,
    is_priced,
    net_worth_of,
    sums_of,
)
from tallystick.conformance.checkers.contracts import Slice, met_in, strangers_to
from tallystick.conformance.checkers.estate_judge import cover_violations, netting_violations
from tallystick.conformance.checkers.progress import has_progress, is_overdue, stale_assets
from tallystick.conformance.checkers.registry import BASE_ASSET
from tallystick.conformance.checkers.valuation_below import width_of
from tallystick.conformance.checkers.valuation_case import Case
from tallystick.conformance.checkers.valuation_parts import PRICE_UNIT, mark_of
from tallystick.conformance.checkers.violation import Violation
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import OrderAccepted
from tallystick.reference.types.liquidation_commands import (
    DeclareBankruptcy,
    Liquidate,
    SwapForTarget,
)
from tallystick.reference.types.liquidation_events import RewardHeld
from tallystick.reference.types.loan_commands import RenewLoan, RollLoan
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.parameters import LiquidationParameters
from tallystick.reference.types.perp_events import DebtPaid
from tallystick.reference.types.units import AccountId, Atoms


def liquidation_violations(case: Case) -> Iterator[Violation]:
    """Everything of chapter 09 that an accepted command breaks."""
    command = case.command
    if isinstance(command, RenewLoan | RollLoan):
        yield from _of_new_lenders(case, command)
    if not isinstance(command, Liquidate | SwapForTarget | DeclareBankruptcy):
        return
    yield from _of_openness(case, command.target)
    yield from _of_strangers(case, command)
    match command:
        case Liquidate():
            yield from _of_liquidate(case, command)
        case SwapForTarget():
            yield from _of_swap(case, command)
        case DeclareBankruptcy():
            yield from _of_bankruptcy(case, command)
            yield from cover_violations(case, command.target)
            yield from netting_violations(case, command.target)


def _of_new_lenders(case: Case, command: RenewLoan | RollLoan) -> Iterator[Violation]:
    """LIQ-024: nobody lends anew to who cannot pay."""
    for event in case.outcome.events:
        if isinstance(event, OrderAccepted) and event.side is Side.BUY:
            net_worth_atoms = net_worth_of(case.before, event.account)
            if net_worth_atoms < 0:
                text = f"a net worth of {net_worth_atoms}"
                yield Violation("LIQ-024", f"{command}: account {event.account} has {text}")


def liquidation_of(dump: StateDump) -> LiquidationParameters:
    """The parameters of chapter 09."""
    assert dump.parameters.liquidation is not None
    return dump.parameters.liquidation


def is_sound(case: Case, target: AccountId, *, after: bool) -> bool:
    """Whether an account was sound before the command, or is after it (LIQ-001)."""
    dump, values = (case.after, case.values_after) if after else (case.before, case.values_before)
    return values[target].maintenance_atoms >= 0 and not is_overdue(dump, target)


def _of_openness(case: Case, target: AccountId) -> Iterator[Violation]:
    """LIQ-002."""
    name = type(case.command).__name__
    if is_sound(case, target, after=False):
        yield Violation("LIQ-002", f"{name} of account {target}, which is sound")
    for asset in stale_assets(case.before, target, case.portfolios_before.parts(target)):
        yield Violation("LIQ-002", f"{name} of account {target}, the mark of asset {asset} is old")


def _of_strangers(
    case: Case, command: Liquidate | SwapForTarget | DeclareBankruptcy
) -> Iterator[Violation]:
    """LIQ-050; who is owed by the caller is paid by him last (PRP-039)."""
    known = met_in(case.outcome.events) if isinstance(command, Liquidate) else set()
    caller = None if isinstance(command, DeclareBankruptcy) else command.account
    if caller is not None:
        paid = {one.creditor for one in case.outcome.events if isinstance(one, DebtPaid)}
        known |= {caller, *paid}
    for account in strangers_to(case.before, command.target, known):
        same = Slice.of_dump(case.before, account) == Slice.of_dump(case.after, account)
        if not same or case.values_before[account] != case.values_after[account]:
            text = f"changes account {account}, a stranger to account {command.target}"
            yield Violation("LIQ-050", f"{type(command).__name__} {text}")


def _of_liquidate(case: Case, command: Liquidate) -> Iterator[Violation]:
    target, outcome = command.target, case.outcome
    if command.account == target or command.work > case.before.parameters.max_touches:
        yield Violation("LIQ-010", f"{command} was accepted")
    if outcome.touched_orders > command.work:
        yield Violation("LIQ-011", f"{outcome.touched_orders} units of {command.work}")
    initial, maintenance = case.values_after[target].stated()
    wanted = AccountValued(target, Atoms(initial), Atoms(maintenance))
    stated = [one for one in outcome.events if isinstance(one, AccountValued)]
    if stated != [wanted] or outcome.events[-1] != wanted:
        yield Violation("LIQ-020", f"stated is {stated}, and it is {wanted}, last of all")
    owes = any(debt.debtor == command.account for debt in case.after.debts or ())
    if owes and base_of(case.after, command.account):
        yield Violation("PRP-039", f"account {command.account} has base atoms, and owes still")
    if not is_sound(case, target, after=True):
        yield from _of_progress(case, target)
    yield from _of_reward(case, command)


def _of_progress(case: Case, target: AccountId) -> Iterator[Violation]:
    """LIQ-020, of a target that is open still.

    What it was worth when LIQ-013 had been done is what it was worth before, if there was nothing
    for LIQ-013 to do.
    """
    before, after = case.values_before[target], case.values_after[target]
    # Of who is overdue only, and not below zero, a greater value does not count.
    of_overdue = before.maintenance_atoms >= 0
    is_less = has_progress(case.before, case.after, target, of_overdue=of_overdue)
    is_more = not of_overdue and (after[0] > before[0] or after[1] > before[1])
    if not is_less and not is_more:
        text = f"ended, became smaller or was extended, its RBV were {before}, are {after}"
        yield Violation("LIQ-020", f"nothing of account {target} {text}")
    if is_overdue(case.before, target) and net_worth_of(case.before, target) >= 0:
        return
    if after[0] < before[0] or after[1] < before[1]:
        yield Violation("LIQ-020", f"account {target} is open, its RBV were {before}, are {after}")


def _of_reward(case: Case, command: Liquidate) -> Iterator[Violation]:
    """LIQ-021: what the caller earns, from what the target was worth just before."""
    target, events = command.target, case.outcome.events
    held = [one for one in events if isinstance(one, RewardHeld)]
    atoms = sum(one.atoms for one in held)
    paid_to_target = 0
    for event in reversed(events):
        if isinstance(event, DebtPaid) and event.account == command.account:
            paid_to_target += event.atoms if event.creditor == target else 0
        elif not isinstance(event, AccountValued | DebtPaid):
            break
    parameters = liquidation_of(case.before)
    share = (net_worth_of(case.after, target) + atoms) * parameters.reward_permille // 1000
    maintenance = case.values_after[target].maintenance_atoms + atoms
    most = max(0, min(share, maintenance, base_of(case.after, target) + atoms - paid_to_target))
    is_full = len(case.before.escrows or ()) >= parameters.max_escrows
    is_sound_now = maintenance >= 0 and not is_overdue(case.after, target)
    is_earned = is_sound_now and _went_beyond(case, target) and not is_full
    if held:
        wanted = most if is_sound_now and not is_full else 0
        if len(held) > 1 or (held[0].account, held[0].target) != (command.account, target):
            yield Violation("LIQ-021", f"{command} gives {held}")
    else:
        wanted = most if is_earned else 0
    if atoms != wanted:
        yield Violation("LIQ-021", f"the reward is {atoms} atoms, not {wanted}")


def _went_beyond(case: Case, target: AccountId) -> bool:
    """Whether an order of the steps behind LIQ-014 was made."""
    kinds = {market.market: market.kind for market in case.before.markets}
    return any(
        isinstance(event, OrderAccepted)
        and event.account == target
        and kinds[event.market] is not MarketKind.LEND
        for event in case.outcome.events
    )


def _of_swap(case: Case, command: SwapForTarget) -> Iterator[Violation]:
    """LIQ-023."""
    assets = {asset.asset: asset for asset in case.before.assets}
    give, take = assets[command.give_asset], assets[command.take_asset]
    if command.account == command.target or give.asset == take.asset:
        yield Violation("LIQ-023", f"{command} was accepted")
    unsold = {give.asset, take.asset} - _sold_on_spot(case.before)
    if len(unsold) != 1 or BASE_ASSET not in (give.asset, take.asset):
        yield Violation("LIQ-023", f"{command} is not of base and an asset without a spot market")
    if not (is_priced(give) and is_priced(take)):
        yield Violation("LIQ-023", f"an asset of {command} is not priced")
        return
    margin = case.before.parameters.margin
    assert margin is not None
    width = width_of(take if give.asset == BASE_ASSET else give, margin)
    given = command.give_atoms * mark_of(give) * take.lot_atoms * PRICE_UNIT
    taken = command.take_atoms * mark_of(take) * give.lot_atoms
    if given < taken * max(0, PRICE_UNIT - width):
        yield Violation("LIQ-023", f"{command} gives too little")
    before, after = (
        values[command.target].maintenance_atoms
        for values in (case.values_before, case.values_after)
    )
    if before >= 0 or after <= before:
        yield Violation("LIQ-023", f"the RBV maintenance of its target was {before}, is {after}")


def _sold_on_spot(dump: StateDump) -> set[int]:
    spot = {market.asset for market in dump.markets if market.kind is MarketKind.SPOT}
    return {BASE_ASSET, *spot}


def _of_bankruptcy(case: Case, command: DeclareBankruptcy) -> Iterator[Violation]:
    """LIQ-032."""
    sums = sums_of(case.before, command.target)
    estate, claims_atoms = estate_of(case.before, command.target, sums), sums.claims_atoms
    if (claims_atoms - estate) * 1000 > claims_atoms * command.max_loss_permille:
        text = f"an estate of {estate} for claims of {claims_atoms}"
        yield Violation("LIQ-032", f"{command} was accepted with {text}")

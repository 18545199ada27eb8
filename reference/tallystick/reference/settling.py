"""The commands that settle legs and pay debts (PRP-040, PRP-041, PRP-050).

Every function is given a command that is in range, in the profile, of open accounts and
authorized, and tests what is left in the order of `reasons.toml` (CMD-005).
"""

from tallystick.reference.debts import debts_between, debts_of, is_overdue_now
from tallystick.reference.ledger import balance_of
from tallystick.reference.legs import is_perpetual, newest_leg, settle_leg
from tallystick.reference.pricing import is_market_stale
from tallystick.reference.settlement import pay, pay_debts
from tallystick.reference.state import BASE_ASSET, State
from tallystick.reference.types.perp_commands import CollectDebt, RepayDebts, TrueUp
from tallystick.reference.types.perp_events import LegSettled
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import Atoms, Count
from tallystick.reference.verdict import Applied, Verdict


def true_up(state: State, command: TrueUp) -> Verdict:
    """Settle the leg of two accounts and pay what is owed (PRP-050)."""
    if command.market not in state.markets:  # [CMD-012]
        return Reason.UNKNOWN_MARKET
    if not is_perpetual(state, command.market):  # [PRP-050]
        return Reason.NOT_PERP
    market, one, other = state.markets[command.market], command.account, command.counterparty
    leg = newest_leg(market, long_account=one, short_account=other)  # [PRP-050]
    leg = leg or newest_leg(market, long_account=other, short_account=one)  # [PRP-050]
    if leg is None:  # [PRP-050]
        return Reason.UNKNOWN_LEG
    if is_market_stale(state, command.market):  # [MGN-051]
        return Reason.STALE_MARK
    state, settled = settle_leg(state, market.market, leg)  # [PRP-050]
    long_account, short_account, atoms = leg.long_account, leg.short_account, settled.atoms
    event = LegSettled(market.market, long_account, short_account, atoms, settled.funding_atoms)
    so_far = Applied(state, (event,), touched_legs=Count(1))  # [PRP-050]
    if atoms > 0:
        return pay(so_far, short_account, long_account, atoms)  # [PRP-050] [PRP-006]
    if atoms < 0:
        return pay(so_far, long_account, short_account, Atoms(-atoms))  # [PRP-050] [PRP-006]
    return so_far


def repay_debts(state: State, command: RepayDebts) -> Verdict:
    """Pay own debts, as every command of an account does at its end (PRP-040)."""
    if not debts_of(state, command.account):  # [PRP-040]
        return Reason.UNKNOWN_DEBT
    if balance_of(state, command.account, BASE_ASSET) == 0:  # [PRP-040]
        return Reason.INSUFFICIENT_BALANCE
    return Applied(state, ())  # [PRP-040]


def collect_debt(state: State, command: CollectDebt) -> Verdict:
    """Make a debtor pay what is overdue to a creditor (PRP-041)."""
    debts = debts_between(state, command.account, command.creditor)
    if not debts:  # [PRP-041]
        return Reason.UNKNOWN_DEBT
    overdue = tuple(debt for debt in debts if is_overdue_now(state, debt))
    if not overdue:  # [PRP-041]
        return Reason.DEBT_NOT_OVERDUE
    if balance_of(state, command.account, BASE_ASSET) == 0:  # [PRP-041]
        return Reason.INSUFFICIENT_BALANCE
    return pay_debts(Applied(state, ()), overdue)  # [PRP-041]

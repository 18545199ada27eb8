"""The steps that roll, recall and repay loans and debts of who is wound up (LIQ-013 to LIQ-019)."""

from attrs import evolve

from tallystick.reference.closing import lots_to_cover, minima_to_cover
from tallystick.reference.debts import debts_of, is_overdue_now
from tallystick.reference.forced import forced_order, market_of
from tallystick.reference.interest import is_overdue
from tallystick.reference.loans import lending_market, newest_first, principal_atoms
from tallystick.reference.numbers import atoms_of_lots
from tallystick.reference.payments import cost_of_settling, repay, settle_loan
from tallystick.reference.renewal import roll, roll_violation
from tallystick.reference.settlement import pay_debts
from tallystick.reference.soundness import is_account_overdue
from tallystick.reference.state import BASE_ASSET, DebtKey, Loan, State
from tallystick.reference.swap import hand_over, has_too_many_claims
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.events import Event
from tallystick.reference.types.loan_events import LoanOpened
from tallystick.reference.types.units import Atoms, LoanId, Lots
from tallystick.reference.valuation import valuation_of
from tallystick.reference.winding import (
    Winding,
    ended,
    unit_freed,
    unit_used,
    walked_without_debts,
    with_repaid,
)


def roll_overdue(winding: Winding) -> Winding:
    """Roll what is overdue: loans, then debts (LIQ-013)."""
    state, target = winding.state, winding.target
    loans = (
        loan
        for loan in state.loans.values()
        if loan.borrower == target and is_overdue(loan.due, state.now)  # [LIQ-013]
    )
    for loan in sorted(loans, key=lambda loan: (loan.due, loan.loan)):  # [LIQ-013]
        winding = unit_used(winding)  # [LIQ-011]
        if winding.is_ended:
            return winding
        winding = _rolled(winding, loan)
        if winding.is_ended:
            return winding
    for debt in debts_of(winding.state, target):  # [LIQ-013]
        if not is_overdue_now(state, debt):  # [LIQ-013]
            continue
        winding = unit_used(winding)  # [LIQ-011]
        if winding.is_ended:
            return winding
        winding = _debt_borrowed(winding, debt)
        if winding.is_ended:
            return winding
    return winding


def _rolled(winding: Winding, loan: Loan) -> Winding:
    """Settle one overdue loan, roll it as far as that goes, repay what can be (LIQ-013)."""
    is_cut_short = False
    if roll_violation(winding.state, loan) is None:  # [LIQ-013]
        rolled = roll(winding.applied, loan, winding.work_left)  # [LIQ-013]
        winding = with_repaid(evolve(winding, applied=rolled.applied), loan, rolled.repaid_lots)
        is_cut_short = rolled.is_cut_short
    left = winding.state.loans.get(loan.loan)
    if left is not None and is_overdue(left.due, winding.state.now):  # [LIQ-013]
        winding = _repaid(winding, left)  # [LIQ-013]
    return ended(winding) if is_cut_short else winding  # [LIQ-011]


def _debt_borrowed(winding: Winding, debt: DebtKey) -> Winding:
    """Pay one overdue debt, borrow what is left of it, pay it again (LIQ-013)."""
    winding = _debt_paid(winding, debt)  # [LIQ-013]
    left = winding.state.debts.get(debt, Atoms(0))
    market = market_of(winding.state, BASE_ASSET, MarketKind.LEND)
    if left == 0 or market is None:
        return winding
    base = winding.state.assets[BASE_ASSET]
    lots = minima_to_cover(left, market.minimum_lots, base.lot_atoms)  # [LIQ-013]
    parts = (winding.target, BASE_ASSET, MarketKind.LEND, Side.BUY)
    winding = walked_without_debts(winding, forced_order(winding.state, *parts, lots))  # [LIQ-013]
    return _debt_paid(winding, debt)  # [LIQ-013]


def _debt_paid(winding: Winding, debt: DebtKey) -> Winding:
    """Pay a debt from the balance as far as it goes."""
    return evolve(winding, applied=pay_debts(winding.applied, (debt,)))


def recall(winding: Winding) -> Winding:
    """Hand what the target has lent over to others, newest first (LIQ-016)."""
    lent = (loan for loan in winding.state.loans.values() if loan.lender == winding.target)
    for loan in newest_first(lent):  # [LIQ-016]
        winding = _recalled(winding, loan)
        if winding.is_ended:
            return winding
    return winding


def _recalled(winding: Winding, loan: Loan) -> Winding:
    """Borrow the principal of a loan and hand it over for the loans so opened (LIQ-016)."""
    if _is_passed_over(winding, loan):
        return winding
    before = len(winding.applied.events)
    parts = (winding.target, loan.asset, MarketKind.LEND, Side.BUY)
    forced = forced_order(winding.state, *parts, loan.principal_lots)  # [LIQ-016]
    winding = walked_without_debts(winding, forced)
    opened = _newest_opened(winding.applied.events[before:])  # [LIQ-016]
    passed = hand_over(winding.applied, loan, opened, winding.work)  # [LIQ-016]
    winding = evolve(winding, applied=passed.applied)
    return ended(winding) if passed.is_cut_short else winding  # [LIQ-011]


def _is_passed_over(winding: Winding, loan: Loan) -> bool:
    """Whether a loan that the target has lent is not recalled (LIQ-016)."""
    state = winding.state
    market = lending_market(state, loan.asset)
    offers = state.accounts[loan.borrower].orders.values()
    return (
        is_overdue(loan.due, state.now)  # [LIQ-016]
        or is_account_overdue(state, loan.borrower)  # [LIQ-016]
        or valuation_of(state, loan.borrower).maintenance_atoms < 0  # [LIQ-016]
        or any(  # [LIQ-016]
            order.market == market.market and order.side is Side.SELL for order in offers
        )
        or has_too_many_claims(state, loan)  # [LIQ-016]
        or market.halted  # [LIQ-016]
    )


def _newest_opened(events: tuple[Event, ...]) -> tuple[LoanId, ...]:
    """The loans that were opened now, newest first: they have one start (LND-040)."""
    opened = [event.loan for event in events if isinstance(event, LoanOpened)]
    return tuple(sorted(opened, reverse=True))  # [LIQ-016]


def repay_assets(winding: Winding) -> Winding:
    """Repay loans of other assets than base, and buy what is missing for it (LIQ-017)."""
    return _repaid_all(winding, is_base=False)  # [LIQ-017]


def repay_base(winding: Winding) -> Winding:
    """Pay debts, then repay loans of base (LIQ-019)."""
    for debt in debts_of(winding.state, winding.target):  # [LIQ-019] [PRP-039]
        if winding.balance(BASE_ASSET) == 0:  # [LIQ-011]
            break
        winding = unit_used(winding)  # [LIQ-011]
        if winding.is_ended:
            return winding
        winding = _debt_paid(winding, debt)  # [LIQ-019]
    return _repaid_all(winding, is_base=True)  # [LIQ-019]


def _repaid_all(winding: Winding, is_base: bool) -> Winding:
    """Repay the loans that the target has borrowed, newest first (LIQ-017, LIQ-019)."""
    borrowed = (
        loan
        for loan in winding.state.loans.values()
        if loan.borrower == winding.target and (loan.asset == BASE_ASSET) == is_base  # [LIQ-017]
    )
    for loan in newest_first(borrowed):  # [LIQ-017] [LIQ-019]
        winding = unit_used(winding)  # [LIQ-011]
        if winding.is_ended:
            return winding
        if not is_base:
            winding = _missing_bought(winding, loan)  # [LIQ-017]
        winding = _repaid(winding, loan)
        if winding.is_ended:
            return winding
    return winding


def cost_of_repaying(state: State, loan: Loan) -> Atoms:
    """What it costs to settle a loan and repay the whole of it (LIQ-017, LIQ-018)."""
    settling = cost_of_settling(state, loan, state.now).total_atoms  # [LIQ-017] [LIQ-018]
    return Atoms(settling + principal_atoms(state, loan))  # [LIQ-017] [LIQ-018]


def _missing_bought(winding: Winding, loan: Loan) -> Winding:
    """Buy what the balance lacks to settle a loan and repay the whole of it (LIQ-017)."""
    state = winding.state
    missing = Atoms(max(0, cost_of_repaying(state, loan) - winding.balance(loan.asset)))
    lots = lots_to_cover(missing, state.assets[loan.asset].lot_atoms)  # [LIQ-017]
    parts = (winding.target, loan.asset, MarketKind.SPOT, Side.BUY)
    return walked_without_debts(winding, forced_order(state, *parts, lots))  # [LIQ-017]


def _repaid(winding: Winding, loan: Loan) -> Winding:
    """Settle a loan and repay as many whole minima as the balance covers (LIQ-017)."""
    state = winding.state
    left = winding.balance(loan.asset) - cost_of_settling(state, loan, state.now).total_atoms
    if left < 0:  # [LIQ-017]
        return unit_freed(winding)  # [LIQ-011]
    minimum = lending_market(state, loan.asset).minimum_lots
    minimum_atoms = atoms_of_lots(minimum, state.assets[loan.asset].lot_atoms)
    lots = Lots(min(loan.principal_lots, left // minimum_atoms * minimum))  # [LIQ-017]
    applied = repay(settle_loan(winding.applied, loan.loan), loan.loan, lots)  # [LIQ-017]
    return with_repaid(evolve(winding, applied=applied), loan, lots)  # [LIQ-017] [LND-035]

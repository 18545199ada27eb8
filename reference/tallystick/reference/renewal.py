"""How a loan goes on: renewed before it is due, rolled when it is overdue (section 8).

`budget` is what the command has of `max_touches` (MAT-021).
"""

from attrs import evolve, frozen

from tallystick.reference.accepting import accept
from tallystick.reference.engine_orders import (
    buy_of_borrower,
    removal_cause,
    return_principal,
    with_engine_order,
)
from tallystick.reference.interest import (
    TERM_HOURS,
    is_overdue,
    is_renewal_open,
    keeper_fee_due,
)
from tallystick.reference.ledger import balance_of, move_atoms
from tallystick.reference.loans import lending_market, open_loan, principal_atoms
from tallystick.reference.net_worth import net_worth_of
from tallystick.reference.numbers import atoms_of_lots
from tallystick.reference.payments import (
    cost_of_settling,
    extend_loan,
    repay,
    settle_loan,
    with_less_principal,
)
from tallystick.reference.soundness import has_liquidation
from tallystick.reference.state import Loan, Order, State, lending_parameters
from tallystick.reference.types.choices import OrderType, RemovalCause
from tallystick.reference.types.events import OrderRemoved, Traded
from tallystick.reference.types.loan_commands import RenewLoan, RollLoan
from tallystick.reference.types.loan_events import KeeperFeePaid, LoanOpened, LoanRolled
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, Atoms, Count, Lots
from tallystick.reference.verdict import Applied, Verdict, followed_by


@frozen
class Rolled:
    """An overdue loan turned into a new term, wholly, in part or not at all (LND-055).

    `is_cut_short` says whether the budget ended the walk of its buy (MAT-023).
    """

    applied: Applied
    repaid_lots: Lots
    is_rolled: bool
    is_cut_short: bool


def renew_loan(state: State, command: RenewLoan, budget: Count) -> Verdict:
    """Let a loan go on for another term shortly before it is due (LND-050)."""
    loan = state.loans.get(command.loan)
    if loan is None:  # [LND-050]
        return Reason.UNKNOWN_LOAN
    if _is_lost_case(state, loan):  # [LIQ-024]
        return Reason.BORROWER_UNSOUND
    if not is_renewal_open(loan.due, state.now):  # [LND-050] [LND-024]
        return Reason.RENEWAL_NOT_OPEN
    if not loan.auto_renew:  # [LND-050]
        return Reason.RENEWAL_REFUSED
    if loan.extensible and loan.returnable:  # [LND-051]
        return _extended(state, loan, command.account)
    return _borrowed_anew(state, loan, command.account, budget)  # [LND-052]


def roll_loan(state: State, command: RollLoan, budget: Count) -> Verdict:
    """Turn an overdue loan into a new term (LND-054)."""
    loan = state.loans.get(command.loan)
    if loan is None:  # [LND-054]
        return Reason.UNKNOWN_LOAN
    if not is_overdue(loan.due, state.now):  # [LND-054]
        return Reason.LOAN_NOT_OVERDUE
    if _is_lost_case(state, loan):  # [LIQ-024]
        return Reason.BORROWER_UNSOUND
    violation = roll_violation(state, loan)
    if violation is not None:
        return violation
    rolled = roll(Applied(state, ()), loan, budget)
    if not rolled.is_rolled:  # [LND-055]
        return Reason.NOTHING_ROLLED
    return return_principal(state, rolled.applied, loan, rolled.repaid_lots, budget)  # [LND-055]


def _is_lost_case(state: State, loan: Loan) -> bool:
    """Whether somebody new would lend to a borrower who owes more than he has (LIQ-024)."""
    is_extended = loan.extensible and loan.returnable  # [LIQ-024]
    return (
        has_liquidation(state)  # [LIQ-024]
        and not is_extended
        and net_worth_of(state, loan.borrower) < 0  # [LIQ-024]
    )


def roll_violation(state: State, loan: Loan) -> Reason | None:
    """Why an overdue loan cannot be rolled, whoever lends (LND-054)."""
    is_extended = loan.extensible and loan.returnable  # [LND-054]
    if lending_market(state, loan.asset).halted and not is_extended:  # [LND-054]
        return Reason.MARKET_HALTED
    cost = cost_of_settling(state, loan, state.now).total_atoms
    if cost > balance_of(state, loan.borrower, loan.asset):  # [LND-054]
        return Reason.INSUFFICIENT_BALANCE
    return None


def roll(so_far: Applied, loan: Loan, budget: Count) -> Rolled:
    """Settle an overdue loan, then extend it or borrow it anew; nothing returns yet (LND-054)."""
    so_far = settle_loan(so_far, loan.loan)  # [LND-054]
    if loan.extensible and loan.returnable:
        extended = extend_loan(so_far, loan.loan)  # [LND-054]
        return Rolled(extended, Lots(0), is_rolled=True, is_cut_short=False)
    return _rolled(so_far, loan, budget)  # [LND-054]


def _extended(state: State, loan: Loan, keeper: AccountId) -> Verdict:
    """Renew a loan that its lender lets be extended (LND-051)."""
    owed = principal_atoms(state, loan) * loan.rate * TERM_HOURS  # [LND-053]
    fee = _keeper_fee(loan, keeper, owed)
    cost = cost_of_settling(state, loan, state.now).total_atoms + fee
    if cost > balance_of(state, loan.borrower, loan.asset):  # [LND-053]
        return Reason.INSUFFICIENT_BALANCE
    so_far = settle_loan(Applied(state, ()), loan.loan)  # [LND-051]
    so_far = extend_loan(so_far, loan.loan)  # [LND-051]
    return _pay_keeper(so_far, loan, keeper, fee)  # [LND-053]


def _borrowed_anew(state: State, loan: Loan, keeper: AccountId, budget: Count) -> Verdict:
    """Renew a loan by another: borrow its principal anew, then repay it (LND-052)."""
    if lending_market(state, loan.asset).halted:  # [LND-052]
        return Reason.MARKET_HALTED
    buy = buy_of_borrower(state, loan, loan.rate, OrderType.FOK)  # [LND-052]
    borrowed = accept(with_engine_order(state, buy), buy, budget)  # [LND-052]
    if isinstance(borrowed, Reason):
        return borrowed  # [LND-052] [MAT-032]
    lot_atoms = state.assets[loan.asset].lot_atoms
    owed = sum(  # [LND-053]
        atoms_of_lots(event.lots, lot_atoms) * event.rate * TERM_HOURS
        for event in borrowed.events
        if isinstance(event, LoanOpened)
    )
    fee = _keeper_fee(loan, keeper, owed)
    cost = cost_of_settling(state, loan, state.now).total_atoms + principal_atoms(state, loan) + fee
    # Nothing is received after the walk, so that all is covered if the sum is.
    if cost > balance_of(borrowed.state, loan.borrower, loan.asset):  # [LND-053]
        return Reason.INSUFFICIENT_BALANCE
    so_far = settle_loan(borrowed, loan.loan)  # [LND-052]
    so_far = repay(so_far, loan.loan, loan.principal_lots)  # [LND-052]
    so_far = _pay_keeper(so_far, loan, keeper, fee)  # [LND-053]
    return return_principal(state, so_far, loan, loan.principal_lots, budget)  # [LND-052]


def _rolled(so_far: Applied, loan: Loan, budget: Count) -> Rolled:
    """Borrow anew what the book lends, the rest of the same lender (LND-055)."""
    rate_cap = lending_parameters(so_far.state).rate_cap_bps
    limit = min(rate_cap, loan.return_rate) if loan.returnable else rate_cap  # [LND-055]
    buy = buy_of_borrower(so_far.state, loan, limit, OrderType.IOC)  # [LND-055]
    borrowed = accept(with_engine_order(so_far.state, buy), buy, budget)  # [LND-055]
    assert not isinstance(borrowed, Reason)
    repaid = Lots(sum(event.lots for event in borrowed.events if isinstance(event, Traded)))
    so_far = repay(followed_by(so_far, borrowed), loan.loan, repaid)  # [LND-055]
    left = _lots_left(borrowed)
    lends_on = loan.returnable and loan.return_rate <= rate_cap  # [LND-055]
    if left > 0 and lends_on:  # [LND-055]
        so_far = _lend_on(so_far, loan, buy, left)  # [LND-055]
        return Rolled(so_far, repaid, is_rolled=True, is_cut_short=False)
    is_cut_short = removal_cause(borrowed) is RemovalCause.WORK_LIMIT  # [MAT-023]
    return Rolled(so_far, repaid, repaid > 0, is_cut_short)  # [LND-055]


def _lots_left(borrowed: Applied) -> Lots:
    """Lots that are left of the buy of a roll, unless the budget ended its walk (LND-055)."""
    last = borrowed.events[-1]
    if not isinstance(last, OrderRemoved) or last.cause is RemovalCause.WORK_LIMIT:
        return Lots(0)  # [LND-055] [MAT-023]
    # An order that never rests is removed last, and after its last trade nobody else is.
    return last.lots  # [LND-055]


def _lend_on(so_far: Applied, loan: Loan, buy: Order, lots: Lots) -> Applied:
    """Make principal of an overdue loan a new loan of the same lender, without cash (LND-055)."""
    state = with_less_principal(so_far.state, so_far.state.loans[loan.loan], lots)  # [LND-055]
    flags = (loan.returnable, loan.extensible)  # [LND-055]
    state, opened = open_loan(state, loan.lender, flags, buy, lots, loan.return_rate)  # [LND-055]
    events = (*so_far.events, LoanRolled(loan.loan, lots), opened)  # [LND-055]
    return evolve(so_far, state=state, events=events)


def _keeper_fee(loan: Loan, keeper: AccountId, owed: int) -> Atoms:
    """What the borrower owes to who renews, for a term that owes so many units (LND-053)."""
    if keeper == loan.borrower:
        return Atoms(0)  # [LND-053]
    return keeper_fee_due(loan.keeper_fee_atoms, owed)  # [LND-053]


def _pay_keeper(so_far: Applied, loan: Loan, keeper: AccountId, fee: Atoms) -> Applied:
    """The borrower pays the keeper fee, if there is one (LND-053)."""
    if fee == 0:
        return so_far  # [LND-053]
    state = move_atoms(so_far.state, loan.borrower, keeper, loan.asset, fee)  # [LND-053]
    event = KeeperFeePaid(loan.loan, loan.borrower, keeper, loan.asset, fee)  # [LND-053]
    return evolve(so_far, state=state, events=(*so_far.events, event))

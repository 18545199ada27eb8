"""What anyone may look at beside the dump: pure questions about the loans of a state (LND-060)."""

from tallystick.reference.payments import SettlementCost, cost_of_settling
from tallystick.reference.state import Loan, State
from tallystick.reference.types.units import AccountId, LoanId, Milliseconds


def loans_of(state: State, account: AccountId) -> tuple[Loan, ...]:
    """The loans to which an account is party, ascending by id; none of an unknown one (LND-060)."""
    loans = state.loans.values()
    return tuple(loan for loan in loans if account in (loan.lender, loan.borrower))  # [LND-060]


def settlement_cost(state: State, loan: LoanId, at: Milliseconds) -> SettlementCost:
    """What it costs the borrower to settle a loan at a time; KeyError if there is no such loan.

    The loan as it stands now, that is: if nobody pays until then (LND-060, LND-023).
    """
    return cost_of_settling(state, state.loans[loan], at)  # [LND-060]


def next_due(state: State) -> Loan | None:
    """The loan that falls due next: least by due time, then by id; None if there is none."""
    loans = state.loans.values()
    return min(loans, key=lambda loan: (loan.due, loan.loan), default=None)  # [LND-060]

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l17",
    clause="LND-042",
    fault_class="swap",
    seen="assignments of debts that do not ask for the debtor",
    does="A loan of a borrower who is late is handed to the own lender.",
    changes=(
        Change(
            "swap.swap_loan",
            """
            if any(
                other.borrower == loan.borrower and is_overdue(other.due, state.now)
                for other in state.loans.values()
            ):
                return Reason.BORROWER_OVERDUE
            """,
            "",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y100",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="A loan is recalled from a borrower who is overdue elsewhere.",
    changes=(
        Change(
            "winding_loans._is_passed_over",
            "is_account_overdue(state, loan.borrower)",
            "False",
        ),
    ),
)

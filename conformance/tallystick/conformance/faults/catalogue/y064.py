from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y064",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="Of overdue loans that were due at one time the newest is rolled first.",
    changes=(
        Change(
            "winding_loans.roll_overdue",
            "sorted(loans, key=lambda loan: (loan.due, loan.loan))",
            "sorted(loans, key=lambda loan: (loan.due, -loan.loan))",
        ),
    ),
)

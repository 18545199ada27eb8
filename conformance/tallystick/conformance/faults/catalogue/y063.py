from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y063",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="Overdue loans are rolled by their ids.",
    changes=(
        Change(
            "winding_loans.roll_overdue",
            "sorted(loans, key=lambda loan: (loan.due, loan.loan))",
            "sorted(loans, key=lambda loan: loan.loan)",
        ),
    ),
)

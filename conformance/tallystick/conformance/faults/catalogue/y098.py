from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y098",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="Of loans of one start the lower id is recalled first.",
    changes=(
        Change(
            "winding_loans.recall",
            "newest_first(lent)",
            "sorted(lent, key=lambda loan: (-loan.start, loan.loan))",
        ),
    ),
)

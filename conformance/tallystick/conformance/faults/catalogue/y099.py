from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y099",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="Loans are recalled by their ids, whenever they began.",
    changes=(
        Change(
            "winding_loans.recall",
            "newest_first(lent)",
            "sorted(lent, key=lambda loan: -loan.loan)",
        ),
    ),
)

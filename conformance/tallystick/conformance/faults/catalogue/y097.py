from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y097",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="The oldest loan is recalled first.",
    changes=(
        Change(
            "winding_loans.recall",
            "newest_first(lent)",
            "reversed(newest_first(lent))",
        ),
    ),
)

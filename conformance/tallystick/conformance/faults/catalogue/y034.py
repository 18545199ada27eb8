from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y034",
    clause="LIQ-019",
    fault_class="work",
    seen="ours",
    does="A debt that is paid in the end uses nothing of the work.",
    changes=(
        Change(
            "winding_loans.repay_base",
            "winding = unit_used(winding)",
            "",
        ),
    ),
)

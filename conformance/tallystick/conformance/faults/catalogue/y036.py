from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y036",
    clause="LIQ-019",
    fault_class="work",
    seen="ours",
    does="A loan that is repaid uses nothing of the work.",
    changes=(
        Change(
            "winding_loans._repaid_all",
            "winding = unit_used(winding)",
            "",
        ),
    ),
)

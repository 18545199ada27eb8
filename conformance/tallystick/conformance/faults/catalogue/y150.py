from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y150",
    clause="LIQ-017",
    fault_class="work",
    seen="ours",
    does="A loan that is not settled keeps its unit of the work.",
    changes=(
        Change(
            "winding_loans._repaid",
            "unit_freed(winding)",
            "winding",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y029",
    clause="LIQ-010",
    fault_class="work",
    seen="ours",
    does="One unit of the work is left unused.",
    changes=(
        Change(
            "winding.unit_used",
            "winding.work_left == 0",
            "winding.work_left <= 1",
        ),
    ),
)

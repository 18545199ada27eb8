from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y044",
    clause="LIQ-010",
    fault_class="work",
    seen="ours",
    does="Only what walks and swaps use is reported, not what the steps use.",
    changes=(
        Change(
            "winding.unit_used",
            "touched = Count(winding.applied.touched_orders + 1)",
            "touched = winding.applied.touched_orders",
        ),
    ),
)

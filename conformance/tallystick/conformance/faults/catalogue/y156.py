from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y156",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="Only what ended wholly counts for progress.",
    changes=(
        Change(
            "liquidation._is_progress",
            "left.get(which, 0) < size",
            "which not in left",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y137",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="Only RBV maintenance must not be lower.",
    changes=(
        Change(
            "liquidation._is_progress",
            "min(gains) < 0",
            "gains[1] < 0",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y141",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="It suffices that one of the two values is not lower.",
    changes=(
        Change(
            "liquidation._is_progress",
            "min(gains) < 0",
            "max(gains) < 0",
        ),
    ),
)

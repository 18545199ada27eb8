from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y139",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="Both values must be higher, not only not lower.",
    changes=(
        Change(
            "liquidation._is_progress",
            "min(gains) < 0",
            "min(gains) <= 0",
        ),
    ),
)

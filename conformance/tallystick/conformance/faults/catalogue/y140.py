from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y140",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="That a value is higher is no progress by itself.",
    changes=(
        Change(
            "liquidation._is_progress",
            "is_negative and max(gains) > 0",
            "False",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y142",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="That a loan was extended is no progress.",
    changes=(
        Change(
            "liquidation._is_progress",
            "_is_any_extended(before, after, target)",
            "False",
        ),
    ),
)

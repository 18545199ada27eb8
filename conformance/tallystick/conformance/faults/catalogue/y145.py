from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y145",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="That who is above zero and overdue is worth more is progress.",
    changes=(
        Change(
            "liquidation._is_progress",
            "is_negative and max(gains) > 0",
            "max(gains) > 0",
        ),
    ),
)

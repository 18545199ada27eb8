from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y095",
    clause="LIQ-015",
    fault_class="close",
    seen="ours",
    does="Short positions are not closed.",
    changes=(
        Change(
            "liquidation._closed",
            "abs(position)",
            "max(0, position)",
        ),
    ),
)

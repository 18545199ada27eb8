from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y094",
    clause="LIQ-015",
    fault_class="close",
    seen="ours",
    does="A position is closed by half.",
    changes=(
        Change(
            "liquidation._closed",
            "abs(position)",
            "abs(position) - abs(position) // 2",
        ),
    ),
)

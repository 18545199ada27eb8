from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y096",
    clause="LIQ-015",
    fault_class="close",
    seen="ours",
    does="Only the first perpetual market with a position is closed.",
    changes=(
        Change(
            "liquidation._closed",
            "winding = after",
            """
            winding = after
            if position != 0:
                break
            """,
        ),
    ),
)

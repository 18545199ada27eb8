from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y121",
    clause="LIQ-018",
    fault_class="sell",
    seen="ours",
    does="Assets are sold from the last to the first.",
    changes=(
        Change(
            "liquidation._sold",
            "winding.state.assets.values()",
            "reversed(winding.state.assets.values())",
        ),
    ),
)

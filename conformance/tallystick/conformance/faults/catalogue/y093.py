from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y093",
    clause="LIQ-015",
    fault_class="close",
    seen="ours",
    does="Perpetual markets are closed from the last to the first.",
    changes=(
        Change(
            "liquidation._closed",
            "winding.state.markets.values()",
            "reversed(winding.state.markets.values())",
        ),
    ),
)

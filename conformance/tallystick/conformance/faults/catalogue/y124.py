from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y124",
    clause="LIQ-018",
    fault_class="sell",
    seen="ours",
    does="All of a balance is sold, what loans of that asset still need as well.",
    changes=(
        Change(
            "liquidation._sold",
            "max(0, winding.balance(asset.asset) - owed)",
            "winding.balance(asset.asset)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y123",
    clause="LIQ-018",
    fault_class="sell",
    seen="ours",
    does="What is sold is rounded up to lots.",
    changes=(
        Change(
            "liquidation._sold",
            "floor_div(rest, asset.lot_atoms)",
            "-(-rest // asset.lot_atoms)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y082",
    clause="LIQ-016",
    fault_class="net worth",
    seen="ours",
    does="An account whose net worth is exactly 0 borrows nothing and repays nothing.",
    changes=(
        Change(
            "liquidation._is_solvent",
            "net_worth_of(winding.state, winding.target) >= 0",
            "net_worth_of(winding.state, winding.target) > 0",
        ),
    ),
)

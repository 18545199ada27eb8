from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y083",
    clause="LIQ-016",
    fault_class="net worth",
    seen="ours",
    does="Whether an account can pay is judged by RBV maintenance.",
    changes=(
        Change(
            "liquidation._is_solvent",
            "net_worth_of(winding.state, winding.target)",
            "valuation_of(winding.state, winding.target).maintenance_atoms",
        ),
    ),
)

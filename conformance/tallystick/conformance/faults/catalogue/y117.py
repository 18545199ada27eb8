from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y117",
    clause="LIQ-017",
    fault_class="repay",
    seen="ours",
    does="Lots are repaid that are no whole minima.",
    changes=(
        Change(
            "winding_loans._repaid",
            "left // minimum_atoms * minimum",
            "left // state.assets[loan.asset].lot_atoms",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y148",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="Whether the account is below zero is judged when the steps have ended.",
    changes=(
        Change(
            "liquidation._is_progress",
            "valuation_of(before, target).maintenance_atoms < 0",
            "valuation.maintenance_atoms < 0",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x994",
    clause="MGN-040",
    fault_class="below zero",
    seen="ours",
    does="Below zero only the initial valuation may not fall.",
    changes=(
        Change(
            "margin._violation",
            "valuation.maintenance_atoms < former.maintenance_atoms",
            "False",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y205",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="A swap that leaves the value of the target as it was is progress.",
    changes=(
        Change(
            "margin._swap_violation",
            "valuation_of(after, target).maintenance_atoms <= former",
            "valuation_of(after, target).maintenance_atoms < former",
        ),
    ),
)

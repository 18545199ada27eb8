from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y198",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="Assets are not swapped for an account that is then still below zero.",
    changes=(
        Change(
            "margin._swap_violation",
            "former >= 0 or valuation_of(after, target).maintenance_atoms <= former",
            "former >= 0 or valuation_of(after, target).maintenance_atoms < 0",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y197",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="Assets are swapped for an account that is above zero and overdue.",
    changes=(
        Change(
            "margin._swap_violation",
            "former >= 0 or valuation_of(after, target).maintenance_atoms <= former",
            "valuation_of(after, target).maintenance_atoms <= former",
        ),
    ),
)

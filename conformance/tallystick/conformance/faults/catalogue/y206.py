from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y206",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="Progress of a swap is judged by RBV initial.",
    changes=(
        Change(
            "margin._swap_violation",
            "former = valuation_of(before, target).maintenance_atoms",
            "former = valuation_of(before, target).initial_atoms",
        ),
        Change(
            "margin._swap_violation",
            "valuation_of(after, target).maintenance_atoms <= former",
            "valuation_of(after, target).initial_atoms <= former",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y115",
    clause="LIQ-017",
    fault_class="repay",
    seen="ours",
    does="The principal is bought, the interest forgotten.",
    changes=(
        Change(
            "winding_loans._missing_bought",
            "cost_of_repaying(state, loan)",
            "principal_atoms(state, loan)",
        ),
    ),
)

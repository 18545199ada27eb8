from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y107",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="A loan with as many claims as there may be is recalled.",
    changes=(
        Change(
            "winding_loans._is_passed_over",
            "has_too_many_claims(state, loan)",
            "False",
        ),
    ),
)

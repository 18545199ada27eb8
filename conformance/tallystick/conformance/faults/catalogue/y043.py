from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y043",
    clause="LIQ-016",
    fault_class="work",
    seen="ours",
    does="A recall that the work ends does not end the steps.",
    changes=(
        Change(
            "winding_loans._recalled",
            "return ended(winding) if passed.is_cut_short else winding",
            "return winding",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y042",
    clause="LIQ-013",
    fault_class="work",
    seen="ours",
    does="A roll that the work ends does not end the steps.",
    changes=(
        Change(
            "winding_loans._rolled",
            "return ended(winding) if is_cut_short else winding",
            "return winding",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y109",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="A recall that hands nothing over ends the steps.",
    changes=(
        Change(
            "winding_loans._recalled",
            "return ended(winding) if passed.is_cut_short else winding",
            "return winding if passed.is_any and not passed.is_cut_short else ended(winding)",
        ),
    ),
)

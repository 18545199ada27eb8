from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y037",
    clause="LIQ-010",
    fault_class="work",
    seen="ours",
    does="Each walk has the whole work anew.",
    changes=(
        Change(
            "winding.walked",
            "accept(state, order, winding.work_left, legs_left)",
            "accept(state, order, winding.work, legs_left)",
        ),
    ),
)

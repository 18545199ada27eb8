from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x903",
    clause="PRP-010",
    fault_class="order size",
    seen="ours",
    does="An order may be no larger than the longest position, and so not turn one around.",
    changes=(
        Change(
            "admission.size_violation",
            "2 * perpetual_parameters(state).max_position_lots",
            "perpetual_parameters(state).max_position_lots",
        ),
    ),
)

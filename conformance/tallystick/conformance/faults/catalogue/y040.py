from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y040",
    clause="LIQ-015",
    fault_class="work",
    seen="ours",
    does="Each forced order may count as many legs as a command.",
    changes=(
        Change(
            "winding.walked",
            "Count(most_legs - applied.touched_legs)",
            "Count(most_legs)",
        ),
    ),
)

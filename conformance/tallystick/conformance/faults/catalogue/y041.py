from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y041",
    clause="LIQ-013",
    fault_class="work",
    seen="ours",
    does="What the work ends in a roll is not repaid from the balance.",
    changes=(
        Change(
            "winding_loans._rolled",
            "left is not None and is_overdue(left.due, winding.state.now)",
            "left is not None and is_overdue(left.due, winding.state.now) and not is_cut_short",
        ),
    ),
)

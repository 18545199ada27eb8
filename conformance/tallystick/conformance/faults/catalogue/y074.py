from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y074",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="A loan that was extended is repaid as far as the balance goes.",
    changes=(
        Change(
            "winding_loans._rolled",
            "left is not None and is_overdue(left.due, winding.state.now)",
            "left is not None",
        ),
    ),
)

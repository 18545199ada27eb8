from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y080",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="Nothing is borrowed for an overdue debt.",
    changes=(
        Change(
            "winding_loans._debt_borrowed",
            "left == 0 or market is None",
            "True",
        ),
    ),
)

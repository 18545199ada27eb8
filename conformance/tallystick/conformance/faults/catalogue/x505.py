from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x505",
    clause="SPT-004",
    fault_class="rounding",
    seen="ours",
    does="What orders hold of a balance is rounded down.",
    changes=(
        Change(
            "reservation.free_balance",
            "ceil_div(reserved * TENTHS, multiple)",
            "floor_div(reserved * TENTHS, multiple)",
        ),
    ),
)

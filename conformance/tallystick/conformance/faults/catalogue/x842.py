from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x842",
    clause="LND-040",
    fault_class="work limit",
    seen="ours",
    does="Own loans that are passed over cost nothing of the budget.",
    changes=(
        Change(
            "swap.hand_over",
            "touched = Count(so_far.touched_orders + 1)",
            "touched = Count(so_far.touched_orders + (stepped is not None))",
        ),
    ),
)

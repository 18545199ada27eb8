from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x906",
    clause="PRP-011",
    fault_class="mark",
    seen="ours",
    does="Orders enter a perpetual market before its asset has a mark.",
    changes=(
        Change(
            "admission.lacks_mark",
            "has_margin(state) or is_perpetual(state, order.market)",
            "has_margin(state)",
        ),
    ),
)

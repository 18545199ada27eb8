from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y062",
    clause="LIQ-018",
    fault_class="forced orders",
    seen="ours",
    does="What is left of a forced order rests.",
    changes=(
        Change(
            "forced.forced_order",
            "OrderType.IOC",
            "OrderType.LIMIT",
        ),
    ),
)

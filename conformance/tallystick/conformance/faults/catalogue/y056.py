from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y056",
    clause="LIQ-015",
    fault_class="forced orders",
    seen="ours",
    does="The price of a forced buy goes beyond the highest mark.",
    changes=(
        Change(
            "forced._price",
            "highest_mark(state)",
            "2**40",
        ),
    ),
)

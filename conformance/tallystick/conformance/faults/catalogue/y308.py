from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y308",
    clause="NUM-010",
    fault_class="ranges",
    seen="ours",
    does="Work of 2^31 units is in range.",
    changes=(
        Change(
            "ranges",
            "WORK: Range = (1, 2**31 - 1)",
            "WORK: Range = (1, 2**31)",
        ),
    ),
)

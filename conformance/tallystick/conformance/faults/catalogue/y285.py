from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y285",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="What is left of what a debtor owes is forgiven.",
    changes=(
        Change(
            "bankruptcy._shared",
            "to_target = {target: rest} if rest > 0 else {}",
            "to_target = {}",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x850",
    clause="MGN-052",
    fault_class="mark",
    seen="ours",
    does="Whoever has anything under an old mark may do nothing.",
    changes=(
        Change(
            "margin._violation",
            "is_lower and any(part.asset in stale for part in parts)",
            "any(part.asset in stale for part in parts)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r16",
    clause="MGN-052",
    fault_class="mark",
    seen="oracle feeds that stop without notice",
    does="A mark is never too old to lower a valuation by.",
    changes=(
        Change(
            "margin._violation",
            "is_lower and any(part.asset in stale for part in parts)",
            "False",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q08",
    clause="LIQ-033",
    fault_class="shares",
    seen="waterfalls without an upper end",
    does="Creditors get the whole estate, also if it is more than they claim.",
    changes=(
        Change(
            "sharing.shared_of_part",
            "shared = min(part, enough)",
            "shared = part",
        ),
    ),
)

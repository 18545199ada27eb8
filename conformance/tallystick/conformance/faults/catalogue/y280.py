from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y280",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="Atoms that are left over go to the largest claims.",
    changes=(
        Change(
            "sharing.in_proportion",
            "(-rests[index], index)",
            "(-claims[index], index)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y279",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="Atoms that are left over go to the lowest ids.",
    changes=(
        Change(
            "sharing.in_proportion",
            "(-rests[index], index)",
            "index",
        ),
    ),
)

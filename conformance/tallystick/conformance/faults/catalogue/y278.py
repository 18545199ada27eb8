from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y278",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="Of equal remainders the higher id has the atom.",
    changes=(
        Change(
            "sharing.in_proportion",
            "(-rests[index], index)",
            "(-rests[index], -index)",
        ),
    ),
)

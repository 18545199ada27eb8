from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x863",
    clause="MGN-040",
    fault_class="below zero",
    seen="ours",
    does="Below zero no more cash may be held than before.",
    changes=(
        Change(
            "margin._sizes",
            "part.asset != BASE_ASSET",
            "True",
        ),
    ),
)

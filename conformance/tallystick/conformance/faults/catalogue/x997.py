from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x997",
    clause="MGN-040",
    fault_class="below zero",
    seen="ours",
    does="Below zero what is not priced may be taken out.",
    changes=(
        Change(
            "margin._violation",
            "check.gives",
            "False",
        ),
    ),
)

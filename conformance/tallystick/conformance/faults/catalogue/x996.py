from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x996",
    clause="MGN-040",
    fault_class="below zero",
    seen="ours",
    does="Below zero orders may be placed on lending markets.",
    changes=(
        Change(
            "margin._violation",
            "check.lends",
            "False",
        ),
    ),
)

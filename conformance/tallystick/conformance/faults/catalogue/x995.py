from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x995",
    clause="MGN-040",
    fault_class="below zero",
    seen="ours",
    does="Below zero more may be bought where it is cheap.",
    changes=(
        Change(
            "margin._violation",
            "_is_larger(former, valuation)",
            "False",
        ),
    ),
)

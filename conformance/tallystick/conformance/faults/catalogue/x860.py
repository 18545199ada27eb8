from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x860",
    clause="MGN-052",
    fault_class="mark",
    seen="ours",
    does="Only what the account has afterwards needs a fresh mark.",
    changes=(
        Change(
            "margin._violation",
            "(*former.parts, *valuation.parts)",
            "valuation.parts",
        ),
    ),
)

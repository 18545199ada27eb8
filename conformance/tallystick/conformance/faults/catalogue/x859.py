from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x859",
    clause="MGN-052",
    fault_class="mark",
    seen="ours",
    does="Only what the account had before needs a fresh mark.",
    changes=(
        Change(
            "margin._violation",
            "(*former.parts, *valuation.parts)",
            "former.parts",
        ),
    ),
)

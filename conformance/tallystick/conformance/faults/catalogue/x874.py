from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x874",
    clause="MGN-033",
    fault_class="checks",
    seen="ours",
    does="A debt is refused only where the initial valuation falls.",
    changes=(
        Change(
            "margin._violation",
            "owes_more and is_lower",
            "owes_more and valuation.initial_atoms < former.initial_atoms",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x873",
    clause="MGN-033",
    fault_class="checks",
    seen="ours",
    does="Who reduces a position at a loss that he cannot pay at once is refused.",
    changes=(
        Change(
            "margin._violation",
            "owes_more and is_lower",
            "owes_more",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y073",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="What is overdue of a loan after its roll is not repaid from the balance.",
    changes=(
        Change(
            "winding_loans._rolled",
            "winding = _repaid(winding, left)",
            "",
        ),
    ),
)

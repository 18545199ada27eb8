from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y072",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="A loan is rolled in a halted market.",
    changes=(
        Change(
            "winding_loans._rolled",
            "roll_violation(winding.state, loan) is None",
            "True",
        ),
    ),
)

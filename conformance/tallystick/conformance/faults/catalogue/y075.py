from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y075",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="Overdue loans are settled and repaid without a roll.",
    changes=(
        Change(
            "winding_loans._rolled",
            "roll_violation(winding.state, loan) is None",
            "False",
        ),
    ),
)

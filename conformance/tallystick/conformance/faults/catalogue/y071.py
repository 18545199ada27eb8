from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y071",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="In a halted market even a loan that can be extended is not.",
    changes=(
        Change(
            "winding_loans._rolled",
            "roll_violation(winding.state, loan) is None",
            "not lending_market(winding.state, loan.asset).halted",
        ),
    ),
)

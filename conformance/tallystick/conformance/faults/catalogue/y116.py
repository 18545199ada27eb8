from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y116",
    clause="LIQ-017",
    fault_class="repay",
    seen="ours",
    does="A loan is repaid only if it can be repaid wholly.",
    changes=(
        Change(
            "winding_loans._repaid",
            "left < 0",
            "left < principal_atoms(state, loan)",
        ),
    ),
)

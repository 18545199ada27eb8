from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y118",
    clause="LIQ-017",
    fault_class="repay",
    seen="ours",
    does="A loan is not settled if the balance covers no more than that.",
    changes=(
        Change(
            "winding_loans._repaid",
            "left < 0",
            "left <= 0",
        ),
    ),
)

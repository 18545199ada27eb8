from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y119",
    clause="LIQ-017",
    fault_class="repay",
    seen="ours",
    does="What is repaid of a loan that may return does not return.",
    changes=(
        Change(
            "winding_loans._repaid",
            "return with_repaid(evolve(winding, applied=applied), loan, lots)",
            "return evolve(winding, applied=applied)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y112",
    clause="LIQ-017",
    fault_class="repay",
    seen="ours",
    does="Loans are repaid oldest first.",
    changes=(
        Change(
            "winding_loans._repaid_all",
            "newest_first(borrowed)",
            "reversed(newest_first(borrowed))",
        ),
    ),
)

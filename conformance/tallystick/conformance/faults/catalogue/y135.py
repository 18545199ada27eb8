from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y135",
    clause="LIQ-019",
    fault_class="repay",
    seen="ours",
    does="Loans of base are not repaid.",
    changes=(
        Change(
            "winding_loans.repay_base",
            "return _repaid_all(winding, is_base=True)",
            "return winding",
        ),
    ),
)

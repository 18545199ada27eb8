from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y134",
    clause="LIQ-019",
    fault_class="repay",
    seen="ours",
    does="Settlement debts are not paid.",
    changes=(
        Change(
            "winding_loans.repay_base",
            "debts_of(winding.state, winding.target)",
            "()",
        ),
    ),
)

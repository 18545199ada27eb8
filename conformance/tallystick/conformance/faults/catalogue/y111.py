from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y111",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="Half of a loan is recalled.",
    changes=(
        Change(
            "winding_loans._recalled",
            "forced_order(winding.state, *parts, loan.principal_lots)",
            "forced_order(winding.state, *parts, (loan.principal_lots + 1) // 2)",
        ),
    ),
)

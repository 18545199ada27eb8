from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y155",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="Only loans that the target has borrowed count for progress.",
    changes=(
        Change(
            "liquidation._sizes",
            "target in (loan.lender, loan.borrower)",
            "target == loan.borrower",
        ),
    ),
)

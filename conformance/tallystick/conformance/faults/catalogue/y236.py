from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y236",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="What was rounded up in interest before is asked for again.",
    changes=(
        Change(
            "counterparties._loan_numerator",
            "principal * loan.rate * hours - loan.interest_credit",
            "principal * loan.rate * hours",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y233",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="Loans that the target has borrowed are not netted: they go.",
    changes=(
        Change(
            "counterparties._of_loan",
            "found.append((loan.lender, -_loan_numerator(state, loan)))",
            "None",
        ),
    ),
)

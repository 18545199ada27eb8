from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y234",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="Loans that the target has lent are not netted: their borrowers are let off.",
    changes=(
        Change(
            "counterparties._of_loan",
            "found.append((loan.borrower, _loan_numerator(state, loan)))",
            "None",
        ),
    ),
)

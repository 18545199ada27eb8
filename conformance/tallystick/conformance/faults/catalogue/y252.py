from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y252",
    clause="LIQ-031",
    fault_class="what ends",
    seen="ours",
    does="Loans that the bankrupt had lent stay.",
    changes=(
        Change(
            "closing_out.without_contracts",
            "target not in (loan.lender, loan.borrower)",
            "target != loan.borrower",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y007",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="An overdue loan opens its lender, too.",
    changes=(
        Change(
            "soundness.is_account_overdue",
            "loan.borrower == account",
            "account in (loan.borrower, loan.lender)",
        ),
    ),
)

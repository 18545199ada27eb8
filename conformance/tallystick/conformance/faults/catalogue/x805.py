from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x805",
    clause="LND-006",
    fault_class="bounds",
    seen="ours",
    does="The cap on loans of an account counts what it has borrowed only.",
    changes=(
        Change(
            "loans.loan_count",
            "account in (loan.lender, loan.borrower)",
            "account == loan.borrower",
        ),
    ),
)

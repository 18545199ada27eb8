from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x606",
    clause="STA-025",
    fault_class="restoring",
    seen="ours",
    does="A restored venue uses the ids of loans that are gone again.",
    changes=(
        Change(
            "restoring.restore",
            "dump.last_loan or LoanId(0)",
            "max((loan.loan for loan in dump.loans or ()), default=0)",
        ),
    ),
)

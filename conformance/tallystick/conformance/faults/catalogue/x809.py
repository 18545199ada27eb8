from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x809",
    clause="LND-012",
    fault_class="identity",
    seen="ours",
    does="The id of a loan that is gone is used again.",
    changes=(
        Change(
            "loans.with_next_id",
            "LoanId(state.last_loan + 1)",
            "LoanId(max(state.loans, default=0) + 1)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y214",
    clause="LIQ-024",
    fault_class="no new lender",
    seen="ours",
    does="Nobody lends anew to who has no more than he owes.",
    changes=(
        Change(
            "renewal._is_lost_case",
            "net_worth_of(state, loan.borrower) < 0",
            "net_worth_of(state, loan.borrower) <= 0",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y210",
    clause="LIQ-024",
    fault_class="no new lender",
    seen="ours",
    does="Somebody new lends to who owes more than he has, by a renewal or a roll.",
    changes=(
        Change(
            "renewal._is_lost_case",
            "net_worth_of(state, loan.borrower) < 0",
            "False",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y215",
    clause="LIQ-024",
    fault_class="no new lender",
    seen="ours",
    does="A renewal asks nothing of what the borrower has, only a roll does.",
    changes=(
        Change(
            "renewal.renew_loan",
            """
            if _is_lost_case(state, loan):
                return Reason.BORROWER_UNSOUND
            """,
            "",
        ),
    ),
)

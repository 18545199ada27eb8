from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y216",
    clause="LIQ-024",
    fault_class="no new lender",
    seen="ours",
    does="A roll asks nothing of what the borrower has, only a renewal does.",
    changes=(
        Change(
            "renewal.roll_loan",
            """
            if _is_lost_case(state, loan):
                return Reason.BORROWER_UNSOUND
            """,
            "",
        ),
    ),
)

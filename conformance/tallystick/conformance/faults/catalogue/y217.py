from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y217",
    clause="LIQ-024",
    fault_class="no new lender",
    seen="ours",
    does="Where the market is halted it is said so before that the borrower owes more than he has.",
    changes=(
        Change(
            "renewal.roll_loan",
            """
            if _is_lost_case(state, loan):
                return Reason.BORROWER_UNSOUND
            violation = roll_violation(state, loan)
            if violation is not None:
                return violation
            """,
            """
            violation = roll_violation(state, loan)
            if violation is not None:
                return violation
            if _is_lost_case(state, loan):
                return Reason.BORROWER_UNSOUND
            """,
        ),
    ),
)

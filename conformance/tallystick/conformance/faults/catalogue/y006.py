from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y006",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="An overdue loan does not open an account that is above zero.",
    changes=(
        Change(
            "soundness.is_account_overdue",
            "any(is_overdue(loan.due, state.now) for loan in loans)",
            "False",
        ),
    ),
)

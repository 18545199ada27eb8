from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y005",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="An overdue settlement debt does not open an account.",
    changes=(
        Change(
            "soundness.is_account_overdue",
            "any(is_overdue_now(state, debt) for debt in debts_of(state, account))",
            "False",
        ),
    ),
)

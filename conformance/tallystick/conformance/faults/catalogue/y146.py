from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y146",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="For who is above zero and overdue only overdue debts count, not overdue loans.",
    changes=(
        Change(
            "liquidation._overdue",
            "is_overdue(loan.due, state.now)",
            "False",
        ),
    ),
)

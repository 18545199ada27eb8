from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y147",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="For who is above zero and overdue only overdue loans count, not overdue debts.",
    changes=(
        Change(
            "liquidation._overdue",
            "is_overdue_now(state, debt)",
            "False",
        ),
    ),
)

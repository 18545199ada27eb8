from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y004",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="A loan is overdue for a liquidation at its due time.",
    changes=(
        Change(
            "soundness.is_account_overdue",
            "is_overdue(loan.due, state.now)",
            "state.now >= loan.due",
        ),
    ),
)

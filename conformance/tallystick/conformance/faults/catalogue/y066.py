from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y066",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="Overdue debts are paid in the order of their creditors.",
    changes=(
        Change(
            "winding_loans.roll_overdue",
            "debts_of(winding.state, target)",
            "sorted(debts_of(winding.state, target), key=lambda debt: (debt.creditor, debt.due))",
        ),
    ),
)

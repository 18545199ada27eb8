from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y077",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="All of an overdue debt is borrowed, before anything is paid from the balance.",
    changes=(
        Change(
            "winding_loans._debt_borrowed",
            """
            winding = _debt_paid(winding, debt)
            left = winding.state.debts.get(debt, Atoms(0))
            """,
            "left = winding.state.debts.get(debt, Atoms(0))",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y065",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="Overdue debts are paid before overdue loans.",
    changes=(
        Change(
            "winding_loans.roll_overdue",
            "state, target = winding.state, winding.target",
            """
            for debt in debts_of(winding.state, winding.target):
                if is_overdue_now(winding.state, debt):
                    winding = _debt_paid(winding, debt)
            state, target = winding.state, winding.target
            """,
        ),
    ),
)

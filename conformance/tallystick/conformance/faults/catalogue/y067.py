from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y067",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="Debts that are not overdue are paid as well.",
    changes=(
        Change(
            "winding_loans.roll_overdue",
            """
            if not is_overdue_now(state, debt):
                continue
            """,
            "",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y068",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="A loan that is due at this moment is rolled.",
    changes=(
        Change(
            "winding_loans.roll_overdue",
            "is_overdue(loan.due, state.now)",
            "state.now >= loan.due",
        ),
    ),
)

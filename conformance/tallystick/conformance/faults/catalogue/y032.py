from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y032",
    clause="LIQ-013",
    fault_class="work",
    seen="ours",
    does="An overdue loan uses nothing of the work.",
    changes=(
        Change(
            "winding_loans.roll_overdue",
            """
            winding = unit_used(winding)
            if winding.is_ended:
                return winding
            winding = _rolled(winding, loan)
            """,
            "winding = _rolled(winding, loan)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y031",
    clause="LIQ-016",
    fault_class="work",
    seen="ours",
    does="Each loan that the target has lent uses a unit of the work.",
    changes=(
        Change(
            "winding_loans.recall",
            "winding = _recalled(winding, loan)",
            """
            winding = unit_used(winding)
            if winding.is_ended:
                return winding
            winding = _recalled(winding, loan)
            """,
        ),
    ),
)

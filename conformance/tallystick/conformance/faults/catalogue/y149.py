from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y149",
    clause="LIQ-013",
    fault_class="work",
    seen="ours",
    does="An overdue loan that cannot be settled keeps its unit of the work.",
    changes=(
        Change(
            "winding_loans._rolled",
            "winding = _repaid(winding, left)",
            """
            touched = winding.applied.touched_orders
            winding = _repaid(winding, left)
            winding = evolve(winding, applied=evolve(winding.applied, touched_orders=touched))
            """,
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y030",
    clause="LIQ-014",
    fault_class="work",
    seen="ours",
    does="Each order that is removed uses a unit of the work.",
    changes=(
        Change(
            "liquidation._stepped",
            "removed = orders_removed(winding.state, winding.target)",
            """
            removed = orders_removed(winding.state, winding.target)
            removed = evolve(removed, touched_orders=len(removed.events))
            """,
        ),
    ),
)

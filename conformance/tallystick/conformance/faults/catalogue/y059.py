from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y059",
    clause="LIQ-018",
    fault_class="forced orders",
    seen="ours",
    does="A forced order has as many lots as are wanted.",
    changes=(
        Change(
            "forced.forced_order",
            "Lots(min(lots, MOST_LOTS))",
            "Lots(lots)",
        ),
    ),
)

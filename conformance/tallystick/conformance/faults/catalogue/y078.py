from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y078",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="What is borrowed for a debt is rounded down to whole minima.",
    changes=(
        Change(
            "closing.minima_to_cover",
            "ceil_div(missing, minimum_lots * lot_atoms)",
            "floor_div(missing, minimum_lots * lot_atoms)",
        ),
    ),
)

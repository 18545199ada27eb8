from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y114",
    clause="LIQ-017",
    fault_class="repay",
    seen="ours",
    does="What is missing is bought in lots rounded down.",
    changes=(
        Change(
            "closing.lots_to_cover",
            "ceil_div(missing, lot_atoms)",
            "floor_div(missing, lot_atoms)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x811",
    clause="LND-013",
    fault_class="rounding",
    seen="ours",
    does="The keeper fee is rounded down.",
    changes=(
        Change(
            "interest.keeper_fee_of_minimum",
            "ceil_div(minimum_lots * lot_atoms * permille, PERMILLE)",
            "floor_div(minimum_lots * lot_atoms * permille, PERMILLE)",
        ),
    ),
)

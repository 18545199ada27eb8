from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y274",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="Of a part that is worth more than is missing one atom more is given.",
    changes=(
        Change(
            "sharing.shared_of_part",
            "floor_div(numerator * lot_atoms, denominator * mark)",
            "ceil_div(numerator * lot_atoms, denominator * mark)",
        ),
    ),
)

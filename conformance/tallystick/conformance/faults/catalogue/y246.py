from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y246",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="Claims are rounded up.",
    changes=(
        Change(
            "sharing.claim_of",
            "floor_div(numerator, denominator)",
            "ceil_div(numerator, denominator)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m28",
    clause="PRP-013",
    fault_class="reduce-only",
    seen="reduce-only orders that are checked one by one when placed",
    does="Two reduce-only orders together turn a position around.",
    changes=(
        Change(
            "perpetual.deliverable_position",
            "max(0, held) if reduce_only else most + held",
            "0 if reduce_only and held <= 0 else most + held",
        ),
    ),
)

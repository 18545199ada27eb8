from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x911",
    clause="PRP-013",
    fault_class="reduce-only",
    seen="ours",
    does="A reduce-only order trades on the side of the position.",
    changes=(
        Change(
            "perpetual.deliverable_position",
            "max(0, held) if reduce_only else most + held",
            "abs(held) if reduce_only else most + held",
        ),
    ),
)

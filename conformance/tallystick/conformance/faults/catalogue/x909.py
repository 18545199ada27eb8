from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x909",
    clause="PRP-013",
    fault_class="position limit",
    seen="ours",
    does="An order can deliver what the position leaves of the limit, also if it reduces it.",
    changes=(
        Change(
            "perpetual.deliverable_position",
            "max(0, held) if reduce_only else most + held",
            "max(0, held) if reduce_only else most - abs(held)",
        ),
    ),
)

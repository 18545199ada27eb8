from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m17",
    clause="CMD-042",
    fault_class="cancel",
    seen="indices from which a cancelled order is dropped while its level keeps it",
    does="A cancelled order stays in its queue and is matched later.",
    changes=(
        Change(
            "trading.cancel_order",
            "leave(state, order)",
            "state",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y091",
    clause="LIQ-014",
    fault_class="cancel",
    seen="ours",
    does="Orders are removed without an event.",
    changes=(
        Change(
            "liquidation.orders_removed",
            "return cancelled",
            "return evolve(cancelled, events=())",
        ),
    ),
)

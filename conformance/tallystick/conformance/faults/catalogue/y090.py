from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y090",
    clause="LIQ-014",
    fault_class="cancel",
    seen="ours",
    does="Orders are removed from the last market to the first.",
    changes=(
        Change(
            "liquidation.orders_removed",
            "return cancelled",
            "return evolve(cancelled, events=tuple(reversed(cancelled.events)))",
        ),
    ),
)

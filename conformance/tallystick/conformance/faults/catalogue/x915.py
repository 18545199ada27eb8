from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x915",
    clause="PRP-016",
    fault_class="funding",
    seen="ours",
    does="There are ticks after 2^42 milliseconds.",
    changes=(
        Change(
            "perpetual.ticks_up_to",
            "min(now, LAST_TICK_BOUND)",
            "now",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x916",
    clause="PRP-017",
    fault_class="funding",
    seen="ours",
    does="The remainder of a tick is lost.",
    changes=(
        Change(
            "perpetual.index_after",
            "left = total - RATE_UNITS * step",
            "left = 0",
        ),
    ),
)

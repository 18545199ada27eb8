from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x967",
    clause="MGN-011",
    fault_class="risk values",
    seen="ours",
    does="Risk values may be changed at once, also where there are some.",
    changes=(
        Change(
            "operations.set_risk",
            "asset.risk is not None",
            "False",
        ),
    ),
)

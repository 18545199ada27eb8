from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y154",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="That a debt became smaller is no progress.",
    changes=(
        Change(
            "liquidation._sizes",
            'sizes[("debt", *debt)] = atoms',
            "pass",
        ),
    ),
)

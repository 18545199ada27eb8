from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x833",
    clause="LND-052",
    fault_class="renewal",
    seen="ours",
    does="A renewal borrows what there is, and no more.",
    changes=(
        Change(
            "renewal._borrowed_anew",
            "OrderType.FOK",
            "OrderType.IOC",
        ),
    ),
)

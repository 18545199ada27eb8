from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y053",
    clause="LIQ-015",
    fault_class="forced orders",
    seen="ours",
    does="Forced orders are made in halted markets.",
    changes=(
        Change(
            "forced.forced_order",
            "market is None or market.halted or not is_priced(state, asset)",
            "market is None or not is_priced(state, asset)",
        ),
    ),
)

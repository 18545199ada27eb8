from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y049",
    clause="LIQ-015",
    fault_class="forced orders",
    seen="ours",
    does="A forced order of a perpetual market is not reduce only.",
    changes=(
        Change(
            "forced.forced_order",
            "is_perpetual(state, market.market)",
            "False",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r06",
    clause="MGN-025",
    fault_class="open orders",
    seen="engines that value positions only",
    does="Resting orders count for nothing.",
    changes=(
        Change(
            "exposure.exposures",
            "_orders_by_asset(state, account)",
            "{}",
        ),
    ),
)

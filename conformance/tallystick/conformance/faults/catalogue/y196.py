from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y196",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="The band of a swap is that of what is taken.",
    changes=(
        Change(
            "swapping_assets._is_outside_band",
            "band_of_asset(state, other)",
            "band_of_asset(state, taken.asset)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y187",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="An asset is swapped for the same asset.",
    changes=(
        Change(
            "swapping_assets.swap_for_target",
            """
            if given == taken:
                return Reason.SAME_ASSET
            """,
            "",
        ),
    ),
)

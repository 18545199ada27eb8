from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y189",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="Two assets are swapped of which none is base, if one has no book.",
    changes=(
        Change(
            "swapping_assets.swap_for_target",
            "BASE_ASSET not in (given, taken) or has_book",
            "has_book",
        ),
    ),
)

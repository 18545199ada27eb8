from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y190",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="Base can only be given, not taken.",
    changes=(
        Change(
            "swapping_assets.swap_for_target",
            "BASE_ASSET not in (given, taken) or has_book",
            "given != BASE_ASSET or has_book",
        ),
    ),
)

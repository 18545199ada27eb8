from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y188",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="An asset that has a book is swapped for base.",
    changes=(
        Change(
            "swapping_assets.swap_for_target",
            "BASE_ASSET not in (given, taken) or has_book",
            "BASE_ASSET not in (given, taken)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y186",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="An account swaps with itself.",
    changes=(
        Change(
            "swapping_assets.swap_for_target",
            """
            if account == target:
                return Reason.SAME_ACCOUNT
            """,
            "",
        ),
    ),
)

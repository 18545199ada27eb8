from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y013",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="Assets may be swapped for an account that is sound.",
    changes=(
        Change(
            "swapping_assets.swap_for_target",
            """
            if is_sound(state, target):
                return Reason.ACCOUNT_SOUND
            """,
            "",
        ),
    ),
)

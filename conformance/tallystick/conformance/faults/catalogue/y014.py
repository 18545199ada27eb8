from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y014",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="That an account is sound is said of a bankruptcy only after all else.",
    changes=(
        Change(
            "bankruptcy.declare_bankruptcy",
            """
            if is_sound(state, target):
                return Reason.ACCOUNT_SOUND
            """,
            "",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y157",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="An account that is sound in the end must be worth no less than before.",
    changes=(
        Change(
            "liquidation._is_progress",
            """
            if is_sound(after, target):
                return True
            """,
            "",
        ),
    ),
)

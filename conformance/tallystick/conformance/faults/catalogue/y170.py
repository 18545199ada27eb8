from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y170",
    clause="LIQ-021",
    fault_class="reward",
    seen="ours",
    does="A reward of no atoms is held.",
    changes=(
        Change(
            "escrows.with_reward",
            """
            if atoms == 0:
                return so_far
            """,
            "",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y179",
    clause="LIQ-022",
    fault_class="escrow",
    seen="ours",
    does="A reward can be reversed as long as it was not claimed.",
    changes=(
        Change(
            "escrows.reverse_reward",
            """
            if state.now > escrow.due:
                return Reason.ESCROW_DUE
            """,
            "",
        ),
    ),
)

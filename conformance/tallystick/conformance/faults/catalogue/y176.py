from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y176",
    clause="LIQ-021",
    fault_class="escrow",
    seen="ours",
    does="The id of an escrow that ended is given again.",
    changes=(
        Change(
            "escrows.with_reward",
            "EscrowId(state.last_escrow + 1)",
            "EscrowId(max(state.escrows, default=0) + 1)",
        ),
    ),
)

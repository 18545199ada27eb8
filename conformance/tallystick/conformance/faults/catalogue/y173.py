from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y173",
    clause="LIQ-021",
    fault_class="reward",
    seen="ours",
    does="A reward is due escrow_ms after the venue began.",
    changes=(
        Change(
            "escrows.with_reward",
            "Milliseconds(state.now + limits.escrow_ms)",
            "Milliseconds(limits.escrow_ms)",
        ),
    ),
)

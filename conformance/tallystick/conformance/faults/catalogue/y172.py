from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y172",
    clause="LIQ-021",
    fault_class="reward",
    seen="ours",
    does="A reward is due one millisecond early.",
    changes=(
        Change(
            "escrows.with_reward",
            "Milliseconds(state.now + limits.escrow_ms)",
            "Milliseconds(state.now + limits.escrow_ms - 1)",
        ),
    ),
)

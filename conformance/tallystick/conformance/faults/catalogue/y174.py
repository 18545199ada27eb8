from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y174",
    clause="STA-012",
    fault_class="reward",
    seen="ours",
    does="One escrow more than max_escrows is held.",
    changes=(
        Change(
            "escrows.with_reward",
            "len(state.escrows) >= limits.max_escrows",
            "len(state.escrows) > limits.max_escrows",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y180",
    clause="LIQ-022",
    fault_class="escrow",
    seen="ours",
    does="A reward that is reversed goes to the caller.",
    changes=(
        Change(
            "escrows.reverse_reward",
            "_paid_out(state, escrow, escrow.target)",
            "_paid_out(state, escrow, escrow.account)",
        ),
    ),
)

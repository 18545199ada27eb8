from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y181",
    clause="LIQ-022",
    fault_class="escrow",
    seen="ours",
    does="A reward that is claimed goes back to the target.",
    changes=(
        Change(
            "escrows.claim_reward",
            "_paid_out(state, escrow, escrow.account)",
            "_paid_out(state, escrow, escrow.target)",
        ),
    ),
)

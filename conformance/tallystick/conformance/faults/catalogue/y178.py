from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y178",
    clause="LIQ-022",
    fault_class="escrow",
    seen="ours",
    does="A reward can be reversed no longer at its due time.",
    changes=(
        Change(
            "escrows.reverse_reward",
            "state.now > escrow.due",
            "state.now >= escrow.due",
        ),
    ),
)

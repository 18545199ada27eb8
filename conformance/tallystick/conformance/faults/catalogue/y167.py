from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y167",
    clause="LIQ-021",
    fault_class="reward",
    seen="ours",
    does="The reward is not bounded by RBV maintenance, so that the target may be open again.",
    changes=(
        Change(
            "rewards.reward_of",
            "min(share, maintenance, balance)",
            "min(share, balance)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y168",
    clause="LIQ-021",
    fault_class="reward",
    seen="ours",
    does="The reward is not bounded by the base balance.",
    changes=(
        Change(
            "rewards.reward_of",
            "min(share, maintenance, balance)",
            "min(share, maintenance)",
        ),
    ),
)

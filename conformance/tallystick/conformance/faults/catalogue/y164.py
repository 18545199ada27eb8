from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y164",
    clause="LIQ-021",
    fault_class="reward",
    seen="ours",
    does="The reward is rounded up.",
    changes=(
        Change(
            "rewards.reward_of",
            "floor_div(net_worth * permille, PERMILLE)",
            "-(-net_worth * permille // PERMILLE)",
        ),
    ),
)

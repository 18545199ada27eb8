from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y165",
    clause="LIQ-021",
    fault_class="reward",
    seen="ours",
    does="The reward is a share of RBV maintenance, not of the net worth.",
    changes=(
        Change(
            "rewards.reward_of",
            "floor_div(net_worth * permille, PERMILLE)",
            "floor_div(maintenance * permille, PERMILLE)",
        ),
    ),
)

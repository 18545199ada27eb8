from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y169",
    clause="LIQ-021",
    fault_class="reward",
    seen="ours",
    does="The reward is bounded by RBV initial.",
    changes=(
        Change(
            "escrows.with_reward",
            "valuation_of(state, target).maintenance_atoms",
            "max(0, valuation_of(state, target).initial_atoms)",
        ),
    ),
)

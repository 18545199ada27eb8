from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y224",
    clause="LIQ-030",
    fault_class="bankruptcy",
    seen="ours",
    does="Only an account with less than it owes is bankrupt, also if nobody can liquidate it.",
    changes=(
        Change(
            "bankruptcy.is_bankrupt",
            "isinstance(wind_up(state, target, state.parameters.max_touches), Reason)",
            "False",
        ),
    ),
)

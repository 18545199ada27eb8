from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x304",
    clause="CMD-007",
    fault_class="input",
    seen="ours",
    does="Profile match/1 takes deposits.",
    changes=(
        Change(
            "engine._violation",
            "not is_in_profile(state.profile, command)",
            "not is_in_profile(state.profile, command) and not isinstance(command, Deposit)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x312",
    clause="CMD-005",
    fault_class="precedence",
    seen="ours",
    does="A command that the profile lacks is called so before its fields are looked at.",
    changes=(
        Change(
            "engine._violation",
            "is_out_of_range(command)",
            "is_in_profile(state.profile, command) and is_out_of_range(command)",
        ),
    ),
)

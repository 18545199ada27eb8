from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x305",
    clause="CMD-008",
    fault_class="input",
    seen="ours",
    does="Profile spot/1 lists markets of every kind.",
    changes=(
        Change(
            "authority.is_in_profile",
            "command.kind in kinds_of(profile)",
            "True",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x308",
    clause="CMD-010",
    fault_class="authority",
    seen="functions of the operator that are left open",
    does="Anybody may move the clock.",
    changes=(
        Change(
            "engine._violation",
            "not is_authorized(state, command)",
            "not is_authorized(state, command) and not isinstance(command, AdvanceTime)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y016",
    clause="LIQ-010",
    fault_class="command",
    seen="ours",
    does="Work of exactly max_touches is too large.",
    changes=(
        Change(
            "liquidation.liquidate",
            "command.work > state.parameters.max_touches",
            "command.work >= state.parameters.max_touches",
        ),
    ),
)

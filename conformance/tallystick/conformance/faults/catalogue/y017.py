from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y017",
    clause="LIQ-010",
    fault_class="command",
    seen="ours",
    does="Too much work is cut down instead of rejected.",
    changes=(
        Change(
            "liquidation.liquidate",
            """
            if command.work > state.parameters.max_touches:
                return Reason.WORK_TOO_LARGE
            """,
            "",
        ),
        Change(
            "liquidation.liquidate",
            "wind_up(state, command.target, command.work)",
            "wind_up(state, command.target, min(command.work, state.parameters.max_touches))",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y018",
    clause="CMD-005",
    fault_class="reasons",
    seen="ours",
    does="That work is too large is said before that the target is sound.",
    changes=(
        Change(
            "liquidation.liquidate",
            """
            if is_sound(state, command.target):
                return Reason.ACCOUNT_SOUND
            if command.work > state.parameters.max_touches:
                return Reason.WORK_TOO_LARGE
            """,
            """
            if command.work > state.parameters.max_touches:
                return Reason.WORK_TOO_LARGE
            if is_sound(state, command.target):
                return Reason.ACCOUNT_SOUND
            """,
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y162",
    clause="LIQ-021",
    fault_class="reward",
    seen="ours",
    does="Who only removes orders earns a reward.",
    changes=(
        Change(
            "liquidation.liquidate",
            "is_beyond and is_sound(applied.state, command.target)",
            "is_sound(applied.state, command.target)",
        ),
    ),
)

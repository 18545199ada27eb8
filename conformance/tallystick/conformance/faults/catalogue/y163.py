from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y163",
    clause="LIQ-021",
    fault_class="reward",
    seen="ours",
    does="Who makes progress earns a reward though the target stays open.",
    changes=(
        Change(
            "liquidation.liquidate",
            "is_beyond and is_sound(applied.state, command.target)",
            "is_beyond",
        ),
    ),
)

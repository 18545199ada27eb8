from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y192",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="All that the target has of an asset cannot be taken.",
    changes=(
        Change(
            "swapping_assets.swap_for_target",
            "command.take_atoms > balance_of(state, target, taken)",
            "command.take_atoms >= balance_of(state, target, taken)",
        ),
    ),
)

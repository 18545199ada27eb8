from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y193",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="No more can be taken than the free balance of the target.",
    changes=(
        Change(
            "swapping_assets.swap_for_target",
            "command.take_atoms > balance_of(state, target, taken)",
            "command.take_atoms > free_atoms(state, target, taken)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y194",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="More than the free balance is given, up to the whole balance.",
    changes=(
        Change(
            "swapping_assets.swap_for_target",
            "command.give_atoms > free_atoms(state, account, given)",
            "command.give_atoms > balance_of(state, account, given)",
        ),
    ),
)

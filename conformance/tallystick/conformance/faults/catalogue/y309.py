from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y309",
    clause="NUM-010",
    fault_class="ranges",
    seen="ours",
    does="What is given in a swap has no range.",
    changes=(
        Change(
            "ranges._liquidation_fields",
            "yield command.give_atoms, ATOMS",
            "None",
        ),
    ),
)

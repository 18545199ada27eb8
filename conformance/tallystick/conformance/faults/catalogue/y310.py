from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y310",
    clause="NUM-010",
    fault_class="ranges",
    seen="ours",
    does="What is taken in a swap has no range.",
    changes=(
        Change(
            "ranges._liquidation_fields",
            "yield command.take_atoms, ATOMS",
            "None",
        ),
    ),
)

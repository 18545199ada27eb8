from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y304",
    clause="NUM-010",
    fault_class="ranges",
    seen="ours",
    does="Work has no range.",
    changes=(
        Change(
            "ranges._liquidation_fields",
            "yield command.work, WORK",
            "None",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y305",
    clause="NUM-010",
    fault_class="ranges",
    seen="ours",
    does="A loss of more than the whole can be named.",
    changes=(
        Change(
            "ranges._liquidation_fields",
            "yield command.max_loss_permille, MAX_LOSS",
            "None",
        ),
    ),
)

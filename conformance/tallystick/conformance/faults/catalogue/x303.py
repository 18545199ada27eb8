from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x303",
    clause="CMD-006",
    fault_class="form",
    seen="ours",
    does="The index of a rejected inner command is counted from 0.",
    changes=(
        Change(
            "engine._step_batch",
            "Count(index)",
            "Count(index - 1)",
        ),
    ),
)

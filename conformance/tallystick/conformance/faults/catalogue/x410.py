from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x410",
    clause="MAT-021",
    fault_class="work limit",
    seen="limits that start anew with every command of a batch",
    does="Every command of a batch has a whole budget.",
    changes=(
        Change(
            "engine._step_batch",
            "Count(before.parameters.max_touches - so_far.touched_orders)",
            "before.parameters.max_touches",
        ),
    ),
)

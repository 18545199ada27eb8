from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x933",
    clause="PRP-031",
    fault_class="work limit",
    seen="ours",
    does="True-ups of a batch use up its budget of legs.",
    changes=(
        Change(
            "engine._step_batch",
            "not isinstance(command, TrueUp)",
            "True",
        ),
    ),
)

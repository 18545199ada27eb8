from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x333",
    clause="CMD-045",
    fault_class="work limit",
    seen="ours",
    does="A batch reports the touches of its last command only.",
    changes=(
        Change(
            "engine._step_batch",
            "Accepted(events, Count(touched))",
            "Accepted(events, verdict.touched_orders)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x975",
    clause="MGN-013",
    fault_class="risk values",
    seen="ours",
    does="Announced values come into force after their time only.",
    changes=(
        Change(
            "operations._with_announced",
            "announced.effective_at > state.now",
            "announced.effective_at >= state.now",
        ),
    ),
)

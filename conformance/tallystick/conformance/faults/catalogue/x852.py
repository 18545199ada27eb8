from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x852",
    clause="MGN-051",
    fault_class="mark",
    seen="ours",
    does="A mark is stale at the end of its time, not after it.",
    changes=(
        Change(
            "pricing.is_stale",
            "state.now - mark_time > margin_parameters(state).mark_valid_ms",
            "state.now - mark_time >= margin_parameters(state).mark_valid_ms",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x968",
    clause="MGN-011",
    fault_class="risk values",
    seen="ours",
    does="A notice of exactly the least length is too short.",
    changes=(
        Change(
            "operations.set_risk",
            "effective_at < state.now + margin_parameters(state).risk_notice_ms",
            "effective_at <= state.now + margin_parameters(state).risk_notice_ms",
        ),
    ),
)

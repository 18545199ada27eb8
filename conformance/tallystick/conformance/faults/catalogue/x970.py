from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x970",
    clause="MGN-012",
    fault_class="risk values",
    seen="ours",
    does="The slippage of perpetual futures counts towards the whole price.",
    changes=(
        Change(
            "operations._risk_violation",
            "is_risk_too_high(risk, slippage, margin.initial_scale_permille)",
            "is_risk_too_high(risk, slippage + perp_slippage, margin.initial_scale_permille)",
        ),
    ),
)

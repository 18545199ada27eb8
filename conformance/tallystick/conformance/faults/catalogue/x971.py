from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x971",
    clause="MGN-012",
    fault_class="risk values",
    seen="ours",
    does="Risk values are bounded at the maintenance scale.",
    changes=(
        Change(
            "operations._risk_violation",
            "margin.initial_scale_permille",
            "margin.maintenance_scale_permille",
        ),
    ),
)

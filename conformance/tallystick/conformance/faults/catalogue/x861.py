from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x861",
    clause="MGN-012",
    fault_class="risk values",
    seen="ours",
    does="Risk values must be closable in every venue.",
    changes=(
        Change(
            "operations._risk_violation",
            "margin.closable_risk == 1 and not closable",
            "not closable",
        ),
    ),
)

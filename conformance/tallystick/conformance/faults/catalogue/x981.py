from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x981",
    clause="MGN-024",
    fault_class="stress",
    seen="ours",
    does="Maintenance is valued at the initial scale.",
    changes=(
        Change(
            "valuation.valuation_of",
            "(margin.initial_scale_permille, margin.maintenance_scale_permille)",
            "(margin.initial_scale_permille, margin.initial_scale_permille)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y301",
    clause="LIQ-034",
    fault_class="events",
    seen="ours",
    does="Amounts of a bankruptcy are stated whole, however large.",
    changes=(
        Change(
            "bankruptcy._stated",
            "min(STATED_BOUND, atoms)",
            "atoms",
        ),
    ),
)

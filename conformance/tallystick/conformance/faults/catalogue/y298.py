from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y298",
    clause="LIQ-034",
    fault_class="events",
    seen="ours",
    does="The bankruptcy is told before the orders that it removes.",
    changes=(
        Change(
            "bankruptcy._estate_gathered",
            "(*cancelled.events, declared, *paid.events)",
            "(declared, *cancelled.events, *paid.events)",
        ),
    ),
)

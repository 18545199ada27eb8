from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y297",
    clause="LIQ-034",
    fault_class="events",
    seen="ours",
    does="The bankruptcy is told after the payments of debtors.",
    changes=(
        Change(
            "bankruptcy._estate_gathered",
            "(*cancelled.events, declared, *paid.events)",
            "(*cancelled.events, *paid.events, declared)",
        ),
    ),
)

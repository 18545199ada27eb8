from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y108",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="A loan is handed over to the oldest of the new loans first.",
    changes=(
        Change(
            "winding_loans._newest_opened",
            "tuple(sorted(opened, reverse=True))",
            "tuple(sorted(opened))",
        ),
    ),
)

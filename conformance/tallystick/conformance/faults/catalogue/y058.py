from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y058",
    clause="LIQ-018",
    fault_class="forced orders",
    seen="ours",
    does="A forced order of no lots is accepted and removed.",
    changes=(
        Change(
            "forced.forced_order",
            """
            if limited == 0:
                return None
            """,
            "",
        ),
    ),
)

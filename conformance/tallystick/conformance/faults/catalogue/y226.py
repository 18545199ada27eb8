from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y226",
    clause="LIQ-030",
    fault_class="bankruptcy",
    seen="ours",
    does="Whether an account can be liquidated is asked with a single unit of work.",
    changes=(
        Change(
            "bankruptcy.is_bankrupt",
            "state.parameters.max_touches",
            "1",
        ),
    ),
)

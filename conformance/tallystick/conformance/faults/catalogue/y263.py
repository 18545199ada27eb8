from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y263",
    clause="LIQ-032",
    fault_class="claims left",
    seen="ours",
    does="Claims are paid from the newest loan to the oldest.",
    changes=(
        Change(
            "closing_out.claims_left",
            "sorted(state.loans.items())",
            "sorted(state.loans.items(), reverse=True)",
        ),
    ),
)

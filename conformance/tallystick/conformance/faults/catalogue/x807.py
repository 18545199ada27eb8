from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x807",
    clause="LND-007",
    fault_class="bounds",
    seen="ours",
    does="The venue takes one loan more than its cap.",
    changes=(
        Change(
            "loans.is_venue_full",
            "len(state.loans) >= lending_parameters(state).max_loans",
            "len(state.loans) > lending_parameters(state).max_loans",
        ),
    ),
)

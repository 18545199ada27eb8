from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y255",
    clause="LIQ-031",
    fault_class="what ends",
    seen="ours",
    does="A claim of which nothing is left stays, with nothing.",
    changes=(
        Change(
            "closing_out._without_claims",
            "claim.interest_atoms + claim.fee_atoms > 0",
            "claim is not None",
        ),
    ),
)

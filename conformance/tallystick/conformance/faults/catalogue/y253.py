from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y253",
    clause="LIQ-031",
    fault_class="what ends",
    seen="ours",
    does="Claims of the bankrupt on loans that stay are not ended.",
    changes=(
        Change(
            "closing_out.without_contracts",
            "_without_claims(loan.claims, target)",
            "loan.claims",
        ),
    ),
)

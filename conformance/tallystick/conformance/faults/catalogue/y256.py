from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y256",
    clause="LIQ-031",
    fault_class="claims left",
    seen="ours",
    does="Claims of others on loans that the bankrupt had lent end with them.",
    changes=(
        Change(
            "closing_out.claims_left",
            "found.append(_claim_left(state, loan, claim.account, claim.interest_atoms))",
            "None",
        ),
    ),
)

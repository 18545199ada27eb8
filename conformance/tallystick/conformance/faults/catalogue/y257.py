from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y257",
    clause="LIQ-031",
    fault_class="claims left",
    seen="ours",
    does="Fees of claims on loans that the bankrupt had lent end with them.",
    changes=(
        Change(
            "closing_out.claims_left",
            "found.append(_claim_left(state, loan, TREASURY, claim.fee_atoms))",
            "None",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y262",
    clause="LIQ-032",
    fault_class="claims left",
    seen="ours",
    does="The fee of a claim is paid before its interest.",
    changes=(
        Change(
            "closing_out.claims_left",
            """
            if claim.account != target:
                found.append(_claim_left(state, loan, claim.account, claim.interest_atoms))
            found.append(_claim_left(state, loan, TREASURY, claim.fee_atoms))
            """,
            """
            found.append(_claim_left(state, loan, TREASURY, claim.fee_atoms))
            if claim.account != target:
                found.append(_claim_left(state, loan, claim.account, claim.interest_atoms))
            """,
        ),
    ),
)

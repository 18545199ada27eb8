from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y243",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="The fee of a claim of the target is a part of its estate.",
    changes=(
        Change(
            "counterparties._of_loan",
            "(loan.borrower, claim.interest_atoms * INTEREST_UNITS)",
            "(loan.borrower, (claim.interest_atoms + claim.fee_atoms) * INTEREST_UNITS)",
        ),
    ),
)

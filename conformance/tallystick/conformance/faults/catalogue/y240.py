from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y240",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="A former lender has no claim on a borrower who is bankrupt.",
    changes=(
        Change(
            "counterparties._of_loan",
            "found.append((claim.account, -claim.interest_atoms * INTEREST_UNITS))",
            "None",
        ),
    ),
)

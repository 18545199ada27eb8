from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y242",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="What the borrower owes the target as a former lender is forgotten.",
    changes=(
        Change(
            "counterparties._of_loan",
            """
            found.extend(
                (loan.borrower, claim.interest_atoms * INTEREST_UNITS)
                for claim in loan.claims
                if claim.account == account
            )
            """,
            "None",
        ),
    ),
)

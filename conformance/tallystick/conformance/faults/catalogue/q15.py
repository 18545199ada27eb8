from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q15",
    clause="LIQ-031",
    fault_class="netting",
    seen="close-outs that know positions and not claims",
    does="Claims on loans are not netted with the rest: they go.",
    changes=(
        Change(
            "counterparties._of_loan",
            """
            for claim in loan.claims:
                found.append((claim.account, -claim.interest_atoms * INTEREST_UNITS))
                found.append((TREASURY, -claim.fee_atoms * INTEREST_UNITS))
            """,
            "pass",
        ),
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

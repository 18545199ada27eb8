from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x817",
    clause="LND-034",
    fault_class="claims",
    seen="ours",
    does="Of a claim the fee is paid before the interest.",
    changes=(
        Change(
            "interest.paid_of_claim",
            """
            interest = min(atoms, interest_atoms)
            fee = min(atoms - interest, fee_atoms)
            """,
            """
            fee = min(atoms, fee_atoms)
            interest = min(atoms - fee, interest_atoms)
            """,
        ),
    ),
)

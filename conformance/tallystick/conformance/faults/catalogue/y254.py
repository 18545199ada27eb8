from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y254",
    clause="LIQ-031",
    fault_class="what ends",
    seen="ours",
    does="With a claim of the bankrupt its fee ends.",
    changes=(
        Change(
            "closing_out._without_claims",
            "evolve(claim, interest_atoms=Atoms(0)) if claim.account == target else claim",
            """
            evolve(
                claim, interest_atoms=Atoms(0), fee_atoms=Atoms(0)
            ) if claim.account == target else claim
            """,
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x829",
    clause="LND-047",
    fault_class="swap",
    seen="ours",
    does="Every part of a loan owes the whole keeper fee.",
    changes=(
        Change(
            "swap._split",
            "share_of_part(loan.keeper_fee_atoms, lots, loan.principal_lots)",
            "loan.keeper_fee_atoms",
        ),
        Change(
            "swap._split",
            "Atoms(loan.keeper_fee_atoms - part.keeper_fee_atoms)",
            "loan.keeper_fee_atoms",
        ),
    ),
)

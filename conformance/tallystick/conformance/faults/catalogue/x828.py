from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x828",
    clause="LND-047",
    fault_class="swap",
    seen="ours",
    does="Both halves of a loan have the whole cap of fees.",
    changes=(
        Change(
            "swap._split",
            "share_of_part(loan.fee_left_atoms, lots, loan.principal_lots)",
            "loan.fee_left_atoms",
        ),
        Change(
            "swap._split",
            "Atoms(loan.fee_left_atoms - part.fee_left_atoms)",
            "loan.fee_left_atoms",
        ),
    ),
)

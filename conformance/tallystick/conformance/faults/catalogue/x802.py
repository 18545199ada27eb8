from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x802",
    clause="LND-002",
    fault_class="bounds",
    seen="ours",
    does="An order of exactly 2^56 atoms is too large.",
    changes=(
        Change(
            "reservation.is_loan_too_large",
            "atoms_of_lots(lots, lot_atoms) > BALANCE_BOUND_ATOMS",
            "atoms_of_lots(lots, lot_atoms) >= BALANCE_BOUND_ATOMS",
        ),
    ),
)

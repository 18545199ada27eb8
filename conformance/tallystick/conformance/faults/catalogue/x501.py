from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x501",
    clause="SPT-001",
    fault_class="bounds",
    seen="ours",
    does="Only the price of a spot order's lots is bounded, not their atoms.",
    changes=(
        Change(
            "reservation.is_too_large",
            """
            cost_atoms(price, lots) > ORDER_COST_BOUND_ATOMS or atoms_of_lots(
                lots, lot_atoms
            ) > BALANCE_BOUND_ATOMS
            """,
            "cost_atoms(price, lots) > ORDER_COST_BOUND_ATOMS",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x507",
    clause="SPT-010",
    fault_class="settlement",
    seen="settlements that take lots for units of the asset",
    does="A trade moves as many atoms as it has lots.",
    changes=(
        Change(
            "ledger.settle",
            "atoms_of_lots(lots, market_lot_atoms(state, buyer.market))",
            "lots",
        ),
    ),
)

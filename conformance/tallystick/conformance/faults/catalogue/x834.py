from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x834",
    clause="LND-053",
    fault_class="renewal",
    seen="ours",
    does="The keeper fee may be more than the interest of the new term.",
    changes=(
        Change(
            "interest.keeper_fee_due",
            "min(keeper_fee_atoms, floor_div(owed, INTEREST_UNITS))",
            "keeper_fee_atoms",
        ),
    ),
)

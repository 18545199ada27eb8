from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l07",
    clause="LND-035",
    fault_class="return",
    seen="defaults that win over what the user chose",
    does="Principal returns to the book although the lender does not want it.",
    changes=(
        Change(
            "engine_orders.return_principal",
            "lots == 0 or not loan.returnable or market.halted",
            "lots == 0 or market.halted",
        ),
    ),
)

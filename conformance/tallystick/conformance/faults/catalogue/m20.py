from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m20",
    clause="CMD-041",
    fault_class="amend",
    seen="books that change the quantity of an order in place",
    does="An amend to a higher quantity keeps the order's place.",
    changes=(
        Change(
            "trading.amend_order",
            "not same_price or command.open_lots > former.open_lots",
            "not same_price",
        ),
    ),
)

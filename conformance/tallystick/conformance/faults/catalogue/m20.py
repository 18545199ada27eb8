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
            "trading.re_enters",
            "command.price != former.price or command.open_lots > former.open_lots",
            "command.price != former.price",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x904",
    clause="PRP-010",
    fault_class="order size",
    seen="ours",
    does="The price of an order on a perpetual market is not bounded.",
    changes=(
        Change(
            "admission.size_violation",
            "order.price > highest_mark(state) or order.open_lots > most",
            "order.open_lots > most",
        ),
    ),
)

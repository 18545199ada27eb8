from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m16",
    clause="CMD-042",
    fault_class="cancel",
    seen="books that look for an order to cancel on the wrong side",
    does="A cancel looks through the bids only: sells are unknown orders.",
    changes=(
        Change(
            "trading.cancel_order",
            "order is None",
            'order is None or order.side == "sell"',
        ),
    ),
)

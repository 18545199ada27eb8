from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x332",
    clause="CMD-044",
    fault_class="form",
    seen="engines that remove orders in the order of their index",
    does="cancel_all removes the orders in the order in which they joined.",
    changes=(
        Change(
            "trading.cancel_all",
            "sorted(orders, key=lambda order: (order.market, order.order_id))",
            "sorted(orders, key=lambda order: order.joined)",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m18",
    clause="MAT-004",
    fault_class="identity",
    seen="engines that do not look whether an order id is in use",
    does="An order id may be used twice in succession, also while its order is live.",
    changes=(
        Change(
            "admission.new_order_violation",
            "order.order_id <= account.last_order_id",
            "order.order_id < account.last_order_id",
        ),
    ),
)

from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x316",
    clause="CMD-005",
    fault_class="precedence",
    seen="ours",
    does="An old order id is named before the market's halt.",
    changes=(
        Change(
            "admission.new_order_violation",
            "market.halted",
            "market.halted and order.order_id > account.last_order_id",
        ),
    ),
)

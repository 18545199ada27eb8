from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x317",
    clause="CMD-005",
    fault_class="precedence",
    seen="ours",
    does="Missing money is named before full lists of orders.",
    changes=(
        Change(
            "admission.capacity_violation",
            "order.order_type in MAY_REST",
            """
            order.order_type in MAY_REST and reservation_violation(
                before, without, order
            ) is None
            """,
        ),
    ),
)

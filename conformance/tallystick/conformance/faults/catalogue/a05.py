from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="a05",
    clause="CMD-005",
    fault_class="precedence",
    seen="engines whose answer depends on which check was written first",
    does="An order wrong in price and quantity is told its quantity.",
    changes=(
        Change(
            "admission.new_order_violation",
            """
            price_violation(market, order.price) or lots_violation(
                market, order.open_lots
            ) or size_violation(without, order)
            """,
            """
            lots_violation(market, order.open_lots) or price_violation(
                market, order.price
            ) or size_violation(without, order)
            """,
        ),
    ),
)
